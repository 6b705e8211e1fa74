import { type FieldShape, type FieldType, isRecord, type MessageShape } from '../shape.ts';

/** What the fields with a code prefix hold, in upper case, at any depth of a message (proto3 JSON). */
export function codesIn(shape: MessageShape, message: Readonly<Record<string, unknown>>): readonly string[] {
  return shape.fields.filter((field) => hasCode(field)).flatMap((field) => valuesOf(field, message[field.name]));
}

function hasCode({ codePrefix, type }: FieldShape): boolean {
  return codePrefix !== null || (type.kind === 'message' && type.shape.fields.some(hasCode));
}

function valuesOf({ type, codePrefix }: FieldShape, value: unknown): readonly string[] {
  const values = Array.isArray(value) ? value : [value];
  return values.flatMap((one: unknown) => codesOf(type, codePrefix, one));
}

function codesOf(type: FieldType, codePrefix: string | null, value: unknown): readonly string[] {
  if (type.kind === 'message') return isRecord(value) ? codesIn(type.shape, value) : [];
  return codePrefix !== null && typeof value === 'string' && value !== '' ? [codeKey(value)] : [];
}

/** Codes are typed in either case. */
export const codeKey = (code: string): string => code.trim().toUpperCase();
