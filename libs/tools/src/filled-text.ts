import type { FieldType, MessageShape } from './shape.ts';
import { masked } from './show-result.ts';

const placeholder = /\{(\w+)\}/g;

/** Kinds of fields that a sentence can hold. */
const shown: readonly FieldType['kind'][] = ['string', 'integer', 'number', 'timestamp'];

/** China has one time zone, without daylight saving; the shop's texts name it. */
const shopTimeZone = 'Asia/Shanghai';

/** What stands in braces but is no field of the message that a text could show. */
export function unknownFieldsIn(text: string, { fields }: MessageShape): string[] {
  const known = new Set(fields.filter(({ type, repeated }) => !repeated && shown.includes(type.kind)).map(nameOf));
  return [...text.matchAll(placeholder)].map(([, name = '']) => name).filter((name) => !known.has(name));
}

/** The text with fields of a message (proto3 JSON) in place of `{name}`, personal data masked, times to the minute. */
export function filledText(text: string, shape: MessageShape, message: Readonly<Record<string, unknown>>): string {
  const values = masked(shape, message);
  const types = new Map(shape.fields.map((field) => [field.name, field.type.kind]));
  return text.replaceAll(placeholder, (_, name: string) => {
    const value = values[name];
    const known = typeof value === 'string' || typeof value === 'number' ? value : '';
    return types.get(name) === 'timestamp' ? shopTime(String(known)) : String(known);
  });
}

const nameOf = ({ name }: { readonly name: string }): string => name;

/** `2026-01-05 18:15` for `2026-01-05T10:15:00Z`; what is no time stays as it is. */
function shopTime(written: string): string {
  const at = Date.parse(written);
  if (Number.isNaN(at)) return written;
  const options = { timeZone: shopTimeZone, dateStyle: 'short', timeStyle: 'short' } as const;
  return new Intl.DateTimeFormat('sv-SE', options).format(at);
}
