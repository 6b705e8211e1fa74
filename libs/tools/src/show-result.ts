import { fromMoney } from './money.ts';
import { type FieldShape, type FieldType, isRecord, type MessageShape } from './shape.ts';

/** A result (proto3 JSON) in the vocabulary that models were offered: `gold`, `{amount, currency}`; what is absent is left out. */
export function showResult(shape: MessageShape, result: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const shown = shape.fields.flatMap((field): [string, unknown][] => {
    const value = result[field.name];
    if (value === undefined || value === null) return [];
    return [
      [
        field.name,
        field.repeated && Array.isArray(value) ? value.map((one) => show(field.type, one)) : show(field.type, value),
      ],
    ];
  });
  return Object.fromEntries(shown);
}

function show(type: FieldType, value: unknown): unknown {
  if (type.kind === 'enum') return Object.entries(type.names).find(([, proto]) => proto === value)?.[0] ?? 'unknown';
  if (!isRecord(value)) return value;
  if (type.kind === 'money') return fromMoney(value);
  if (type.kind === 'message') return showResult(type.shape, value);
  if (type.kind !== 'map') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, show(type.value, one)]));
}

/** The same object as it may appear outside the call: journal, reply, traces, logs, audit. Nothing else is changed. */
export function masked(shape: MessageShape, value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const fields = new Map(shape.fields.map((field) => [field.name, field]));
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, hide(fields.get(name), one)]));
}

function hide(field: FieldShape | undefined, value: unknown): unknown {
  if (!field || value === null || value === undefined) return value;
  if (Array.isArray(value)) return value.map((one) => hide(field, one));
  if (field.mask === 'all') return '****';
  if (field.mask === 'last_four') {
    const characters = [...(typeof value === 'string' ? value : JSON.stringify(value))];
    return characters.length > 4 ? `****${characters.slice(-4).join('')}` : '****';
  }
  return field.type.kind === 'message' && isRecord(value) ? masked(field.type.shape, value) : value;
}
