import { type FieldShape, isRecord, type MessageShape } from './shape.ts';
import type { Tool } from './tool.ts';
import { trimmed } from './trimmed.ts';

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

/** What a model was shown of a result, as it may be kept: personal data masked, in so many characters. Null if it is none. */
export function maskedContent({ output }: Pick<Tool, 'output'>, content: string, room: number): string | null {
  const shown: unknown = JSON.parse(content);
  if (!isRecord(shown)) return null;
  const { content: kept } = trimmed(masked(output, shown), room);
  return JSON.stringify(kept);
}
