import { TurnfleetError } from '@turnfleet/core';
import type { z } from 'zod';

/** `invalid_request` that names the field. */
export function invalidField(field: string, description: string): TurnfleetError {
  return new TurnfleetError('invalid_request', field ? `${field}: ${description}` : description, {
    violations: [{ field, description }],
  });
}

/** `body` by `schema`; the first thing wrong with it becomes the error. */
export function parsedBody<T>(schema: z.ZodType<T>, body: unknown): T {
  return parsedAt('', schema, body);
}

/** The same for a part of it; `place` is its field, as the vendors write it. */
export function parsedAt<T>(place: string, schema: z.ZodType<T>, part: unknown): T {
  const result = schema.safeParse(part);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw invalidField(fieldPath(place, issue?.path ?? []), issue?.message ?? 'The request cannot be read.');
}

/** `messages[0].content`, as the vendors write it. */
function fieldPath(place: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text ? `${text}.${String(key)}` : String(key)),
    place,
  );
}
