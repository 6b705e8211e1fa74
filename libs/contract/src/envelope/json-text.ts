import type { Frame, PayloadKind } from './frame.ts';

const priorityNames = { 1: 'PRIORITY_HIGH', 2: 'PRIORITY_NORMAL', 3: 'PRIORITY_LOW' } as const;

const typeNames = new Map<PayloadKind, string>();

function typeName(kind: PayloadKind): string {
  const before = typeNames.get(kind);
  if (before !== undefined) return before;
  const name = `MESSAGE_TYPE_${kind.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
  typeNames.set(kind, name);
  return name;
}

/** A frame in proto3 JSON, made by hand: a third of what a general encoder takes. What has its default is left out. */
export function jsonText({ sequence, at, session, priority, traceparent, payload }: Frame): string {
  const { kind } = payload;
  const header: Record<string, unknown> = { version: 1 };
  if (sequence > 0) header['sequence'] = String(sequence);
  header['type'] = typeName(kind);
  if (at > 0) header['timestamp'] = new Date(at).toISOString();
  if (session !== '') header['session'] = session;
  if (priority !== null) header['priority'] = priorityNames[priority];
  if (traceparent !== '') header['traceparent'] = traceparent;
  const body: Record<string, unknown> = {};
  for (const name in payload) {
    const value: unknown = payload[name as keyof typeof payload];
    if (name === 'kind' || isDefault(value)) continue;
    body[name] = isSequence(name) ? String(value) : value;
  }
  return JSON.stringify({ header, [kind]: body });
}

function isDefault(value: unknown): boolean {
  if (value === '' || value === 0 || value === false || value === null) return true;
  return Array.isArray(value) && value.length === 0;
}

/** Proto3 JSON has 64-bit integers as texts. */
function isSequence(name: string): boolean {
  return name === 'answers' || name === 'expectedSequence' || name === 'lastSequence' || name === 'sequence';
}
