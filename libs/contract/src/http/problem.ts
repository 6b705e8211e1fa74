import { errorKinds, type TurnfleetError } from '@turnfleet/core';
import { z } from 'zod';
import { errorTable } from '../errors/error-table.ts';

export const problemContentType = 'application/problem+json';

export const problemSchema = z
  .object({
    type: z.string().describe('Names the kind of problem (URI).'),
    title: z.string().describe('The kind of problem in words, the same for every occurrence.'),
    status: z.number().int().describe('HTTP status.'),
    detail: z.string().describe('What happened here and what it means.'),
    kind: z.enum(errorKinds).describe('One of a closed set.'),
    suggestion: z.string().describe('What to do.'),
    retryable: z.boolean().describe('Whether the same request may succeed later.'),
    traceId: z.string().describe('Trace of the request; empty if it was not traced.'),
    violations: z
      .array(z.object({ field: z.string().describe('Dotted path.'), description: z.string() }))
      .optional()
      .describe('The fields that are wrong.'),
  })
  .meta({ id: 'Problem', description: 'An error (RFC 9457).' });

export type Problem = z.infer<typeof problemSchema>;

/** An error as `application/problem+json`. `status` where HTTP has a more precise one than the kind's, say 413. */
export function problemOf(
  error: TurnfleetError,
  traceId: string,
  status: number = errorTable[error.kind].http,
): Problem {
  const { kind, message, details } = error;
  const { title, suggestion, retryable } = errorTable[kind];
  return {
    type: `urn:turnfleet:problem:${kind}`,
    title,
    status,
    detail: message,
    kind,
    suggestion: details.suggestion ?? suggestion,
    retryable,
    traceId,
    ...(details.violations && { violations: details.violations.map((violation) => ({ ...violation })) }),
  };
}

const defaultRetryAfterSeconds = 1;

/** Value of `Retry-After` in seconds for errors that tell to come back, else null. */
export function retryAfterSeconds({ kind, details }: TurnfleetError): number | null {
  if (details.retryAfterMs !== undefined) return Math.max(1, Math.ceil(details.retryAfterMs / 1000));
  return kind === 'rate_limited' || kind === 'overloaded' ? defaultRetryAfterSeconds : null;
}
