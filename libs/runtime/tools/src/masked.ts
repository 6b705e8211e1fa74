import { type FieldShape, isRecord, type MessageShape } from './shape.ts';

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
