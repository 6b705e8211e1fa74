import { type Listener, localTime, shopLocale } from '@turnfleet/contract/schemas';
import { masked } from './masked.ts';
import { fromMoney } from './money.ts';
import { type FieldType, isRecord, type MessageShape } from './shape.ts';
import { isText, textFor } from './show-result.ts';

const placeholder = /\{([\w.]+)\}/g;
/** A part that is left out when something in it is absent. */
const optionalPart = /\[([^[\]]*)\]/g;

/** Kinds of fields that a sentence can hold; of messages, those that are one text in the shop's languages. */
const shown: readonly FieldType['kind'][] = ['string', 'integer', 'number', 'timestamp', 'money'];

/** What stands in braces but is no field of the message that a text could show. */
export function unknownFieldsIn(text: string, shape: MessageShape): string[] {
  return [...text.matchAll(placeholder)].map(([, path = '']) => path).filter((path) => !canShow(typeAt(shape, path)));
}

/**
 * The text with fields of a message (proto3 JSON) in place of `{name}`, personal data masked, times as the shop tells them.
 * `{name.inner}` is a field within one; a part in `[brackets]` is left out when a field in it is absent or empty.
 */
export function filledText(
  text: string,
  shape: MessageShape,
  message: Readonly<Record<string, unknown>>,
  listener: Listener,
): string {
  const values = masked(shape, message);
  const said = (path: string): string => fieldText(typeAt(shape, path), valueAt(values, path), listener);
  const filled = (part: string): string => part.replaceAll(placeholder, (_, path: string) => said(path));
  const whole = (part: string): boolean => [...part.matchAll(placeholder)].every(([, path = '']) => said(path) !== '');
  return filled(text.replaceAll(optionalPart, (_, part: string) => (whole(part) ? part : '')));
}

function canShow(type: FieldType | undefined): boolean {
  if (type?.kind === 'message') return isText(type.shape);
  if (type?.kind === 'enum') return Object.values(type.texts).some((text) => text['en']);
  return type !== undefined && shown.includes(type.kind);
}

/** Of a list there is no one value to show. */
function typeAt({ fields }: MessageShape, path: string): FieldType | undefined {
  const [name, ...inner] = path.split('.');
  const field = fields.find((one) => one.name === name && !one.repeated);
  if (inner.length === 0) return field?.type;
  return field?.type.kind === 'message' ? typeAt(field.type.shape, inner.join('.')) : undefined;
}

function valueAt(message: Readonly<Record<string, unknown>>, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => (isRecord(value) ? value[name] : undefined), message);
}

function fieldText(type: FieldType | undefined, value: unknown, listener: Listener): string {
  if (isRecord(value)) {
    if (type?.kind === 'money') return String(fromMoney(value)['text']);
    const text = type?.kind === 'message' && isText(type.shape) ? textFor(value, listener) : '';
    return typeof text === 'string' ? text : '';
  }
  if (typeof value !== 'string' && typeof value !== 'number') return '';
  const written = String(value);
  if (type?.kind === 'enum') return type.texts[written]?.[shopLocale(listener.locale)] ?? '';
  return type?.kind === 'timestamp' ? shopTime(written, listener) : written;
}

/** What is no time stays as it is. */
function shopTime(written: string, listener: Listener): string {
  const at = Date.parse(written);
  return Number.isNaN(at) ? written : localTime(at, listener);
}
