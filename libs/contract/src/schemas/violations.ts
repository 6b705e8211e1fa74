import type { FieldViolation } from '@turnfleet/core';
import type { z } from 'zod';

const mostKept = 20;
const mostNamed = 5;
const longestPath = 100;

/**
 * What zod found, as violations whose fields are dotted paths: the first 20, and of a path the first 100 characters, as
 * the sender chooses both. Never quotes a value: it may be a shopper's text.
 */
export function violationsOf(error: z.ZodError): FieldViolation[] {
  return error.issues.slice(0, mostKept).map(({ path, message }) => ({
    field: path.join('.').slice(0, longestPath),
    description: lowerFirst(message),
  }));
}

/** Violations as one sentence's end: `text must not be blank; locale must be …`, at most five of them. */
export function listViolations(violations: readonly FieldViolation[]): string {
  const named = violations.slice(0, mostNamed).map(({ field, description }) => `${field} ${description}`.trim());
  const more = violations.length - named.length;
  return named.join('; ') + (more > 0 ? `; and ${more} more` : '');
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
