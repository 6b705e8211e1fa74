import type { FieldViolation } from '@turnfleet/core';
import { amountOf, toMoney } from './money.ts';
import { type FieldShape, type FieldType, isRecord, type MessageShape } from './shape.ts';

type ReadArguments =
  /** proto3 JSON with field names as in the .proto file, fields in its order: equal arguments are equal text. */
  | { readonly ok: true; readonly value: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly violations: readonly FieldViolation[] };

/**
 * Checks what a model wrote against the request message and translates it. Lenient where nothing can be misread (white
 * space, "10" for 10, GOLD for gold, null for absent), strict everywhere else: a guessed argument is a wrong answer.
 */
export function readArguments(shape: MessageShape, args: Readonly<Record<string, unknown>>): ReadArguments {
  const violations: FieldViolation[] = [];
  const value = readMessage(shape, args, '', violations);
  return violations.length === 0 ? { ok: true, value } : { ok: false, violations };
}

function readMessage(
  { fields }: MessageShape,
  given: Readonly<Record<string, unknown>>,
  path: string,
  violations: FieldViolation[],
): Record<string, unknown> {
  const known = new Set(fields.map(({ name }) => name));
  for (const name of Object.keys(given)) {
    if (known.has(name)) continue;
    violations.push({ field: path + name, description: `is not a parameter; there are ${[...known].join(', ')}` });
  }
  const read = fields.flatMap((field): [string, unknown][] => {
    const value = readField(field, Object.hasOwn(given, field.name) ? given[field.name] : undefined, path, violations);
    return value === undefined ? [] : [[field.name, value]];
  });
  return Object.fromEntries(read);
}

function readField(field: FieldShape, given: unknown, path: string, violations: FieldViolation[]): unknown {
  const at = path + field.name;
  const absent = given === undefined || given === null || (typeof given === 'string' && given.trim() === '');
  if (absent) {
    if (field.required) violations.push({ field: at, description: 'is required and must not be blank' });
    return undefined;
  }
  if (!field.repeated) return readValue(field, field.type, given, at, violations);
  if (Array.isArray(given)) return given.map((one, i) => readValue(field, field.type, one, `${at}[${i}]`, violations));
  violations.push({ field: at, description: 'must be a list' });
  return undefined;
}

function readValue(
  field: FieldShape,
  type: FieldType,
  given: unknown,
  at: string,
  violations: FieldViolation[],
): unknown {
  if (type.kind === 'message' || type.kind === 'map') {
    if (!isRecord(given)) {
      violations.push({ field: at, description: 'must be an object' });
      return undefined;
    }
    if (type.kind === 'message') return readMessage(type.shape, given, `${at}.`, violations);
    const entries = Object.entries(given);
    return Object.fromEntries(
      entries.map(([key, one]) => [key, readValue(field, type.value, one, `${at}.${key}`, violations)]),
    );
  }
  const value = convert(type, given);
  const complaint = value === undefined ? expected(type) : outOfLimits(field, type, value);
  if (complaint) violations.push({ field: at, description: complaint });
  return value;
}

type SimpleType = Exclude<FieldType, { kind: 'message' | 'map' }>;

/** The value in proto3 JSON; undefined if it is not one of this type. */
function convert(type: SimpleType, given: unknown): unknown {
  switch (type.kind) {
    case 'string':
      return typeof given === 'string' ? given.trim() : undefined;
    case 'bool':
      return typeof given === 'boolean' ? given : { true: true, false: false }[String(given).toLowerCase()];
    case 'integer': {
      const number = toNumber(given);
      return Number.isSafeInteger(number) ? number : undefined;
    }
    case 'number':
      return toNumber(given);
    case 'money':
      return toMoney(given);
    case 'timestamp':
      return typeof given === 'string' && rfc3339.test(given) && !Number.isNaN(Date.parse(given)) ? given : undefined;
    case 'duration':
      return typeof given === 'string' && /^\d{1,12}(\.\d{1,9})?s$/.test(given) ? given : undefined;
    case 'bytes':
      return typeof given === 'string' && /^[A-Za-z0-9+/_-]*={0,2}$/.test(given) ? given : undefined;
    case 'enum': {
      const name = String(given).trim().toLowerCase();
      return Object.entries(type.names).find(
        ([offered, proto]) => offered === name || proto.toLowerCase() === name,
      )?.[1];
    }
    case 'json':
      return undefined;
  }
}

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

/** Digits as people write them: what else JavaScript takes for a number (0x10, 1e3) is not what anybody meant. */
const decimal = /^\s*[+-]?\d+(\.\d+)?\s*$/;

function toNumber(given: unknown): number | undefined {
  const number = typeof given === 'string' && decimal.test(given) ? Number(given) : given;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

function expected(type: SimpleType): string {
  if (type.kind === 'enum') return `must be one of ${Object.keys(type.names).join(', ')}`;
  return {
    string: 'must be a string',
    bool: 'must be true or false',
    integer: 'must be a whole number',
    number: 'must be a number',
    money: 'must be an amount of money such as 4999 or 19.90',
    timestamp: 'must be a time such as 2026-01-31T08:00:00Z',
    duration: 'must be a duration such as 90s',
    bytes: 'must be base64',
    json: 'cannot be given',
  }[type.kind];
}

function outOfLimits(
  { maxLength, minimum, maximum }: FieldShape,
  { kind }: SimpleType,
  value: unknown,
): string | undefined {
  if (kind === 'string') {
    const tooLong = maxLength !== undefined && [...String(value)].length > maxLength;
    return tooLong ? `must have at most ${maxLength} characters` : undefined;
  }
  const size = kind === 'money' && isRecord(value) ? amountOf(value) : value;
  if (typeof size !== 'number') return undefined;
  if (minimum !== undefined && size < minimum) return `must be at least ${minimum}`;
  if (maximum !== undefined && size > maximum) return `must be at most ${maximum}`;
  return undefined;
}
