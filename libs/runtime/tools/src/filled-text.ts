import { type Listener, localTime } from '@turnfleet/contract/schemas';
import { masked } from './masked.ts';
import type { FieldType, MessageShape } from './shape.ts';

const placeholder = /\{(\w+)\}/g;

/** Kinds of fields that a sentence can hold. */
const shown: readonly FieldType['kind'][] = ['string', 'integer', 'number', 'timestamp'];

/** What stands in braces but is no field of the message that a text could show. */
export function unknownFieldsIn(text: string, { fields }: MessageShape): string[] {
  const known = new Set(fields.filter(({ type, repeated }) => !repeated && shown.includes(type.kind)).map(nameOf));
  return [...text.matchAll(placeholder)].map(([, name = '']) => name).filter((name) => !known.has(name));
}

/** The text with fields of a message (proto3 JSON) in place of `{name}`, personal data masked, times as the shop tells them. */
export function filledText(
  text: string,
  shape: MessageShape,
  message: Readonly<Record<string, unknown>>,
  listener: Listener,
): string {
  const values = masked(shape, message);
  const types = new Map(shape.fields.map((field) => [field.name, field.type.kind]));
  return text.replaceAll(placeholder, (_, name: string) => {
    const value = values[name];
    const known = typeof value === 'string' || typeof value === 'number' ? value : '';
    return types.get(name) === 'timestamp' ? shopTime(String(known), listener) : String(known);
  });
}

const nameOf = ({ name }: { readonly name: string }): string => name;

/** What is no time stays as it is. */
function shopTime(written: string, listener: Listener): string {
  const at = Date.parse(written);
  return Number.isNaN(at) ? written : localTime(at, listener);
}
