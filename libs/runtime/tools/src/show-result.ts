import { type Listener, localTime, shopLocale } from '@turnfleet/contract/schemas';
import { fromMoney } from './money.ts';
import { type FieldType, isRecord, type MessageShape } from './shape.ts';

/**
 * A result (proto3 JSON) as a model is shown it: in the vocabulary it was offered (`gold`, `{amount, currency}`), of texts
 * in several languages the shopper's, and beside each instant `NAME_local`, which says it the way the shopper is to read
 * it: models are bad at time zones. What is absent is left out.
 */
export function showResult(
  shape: MessageShape,
  result: Readonly<Record<string, unknown>>,
  listener: Listener,
): Record<string, unknown> {
  const shown = shape.fields.flatMap((field): [string, unknown][] => {
    const value = result[field.name];
    if (value === undefined || value === null) return [];
    const told = field.type.kind === 'timestamp' ? toldTime(value, listener) : null;
    return [
      [
        field.name,
        field.repeated && Array.isArray(value)
          ? shownRows(value, (one) => show(field.type, one, listener))
          : show(field.type, value, listener),
      ],
      ...(told === null ? [] : [[`${field.name}_local`, told] satisfies [string, string]]),
    ];
  });
  return Object.fromEntries(shown);
}

/** Rows beyond what any model is shown are left as they came: to word ten thousand of them would hold up other turns. */
const mostWorded = 1_000;

function shownRows(rows: readonly unknown[], word: (one: unknown) => unknown): unknown[] {
  return rows.map((one, i) => (i < mostWorded ? word(one) : one));
}

function toldTime(value: unknown, listener: Listener): string | null {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? null : localTime(at, listener);
}

/** A message of exactly the shop's languages is one text: turnfleet.text.v1.LocalizedText. */
export function isText({ fields }: MessageShape): boolean {
  return fields.length === 2 && fields.every(({ name, type }) => type.kind === 'string' && /^(?:zh|en)$/.test(name));
}

/** The text in the shopper's language, else in the other one. */
export function textFor({ zh, en }: Readonly<Record<string, unknown>>, { locale }: Listener): unknown {
  return shopLocale(locale) === 'en' ? en || zh : zh || en;
}

function show(type: FieldType, value: unknown, listener: Listener): unknown {
  if (type.kind === 'enum') return Object.entries(type.names).find(([, proto]) => proto === value)?.[0] ?? 'unknown';
  if (!isRecord(value)) return value;
  if (type.kind === 'money') return fromMoney(value);
  if (type.kind === 'message')
    return isText(type.shape) ? textFor(value, listener) : showResult(type.shape, value, listener);
  if (type.kind !== 'map') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, show(type.value, one, listener)]));
}
