import { errorTable } from '@turnfleet/contract/errors';
import { problemContentType, problemSchema } from '@turnfleet/contract/http';
import { z } from 'zod';

const reasons = {
  400: 'Something in the request is not valid; `violations` names the fields.',
  401: 'Neither a key nor a token nor a ticket, or one that is not good.',
  403: 'The key or token lacks the scope, or may not act for others.',
  404: errorTable.not_found.title,
  406: 'The Accept header excludes the answer.',
  409: 'The same key with another body.',
  413: 'The body is larger than 256 KiB.',
  415: 'The body is not JSON in UTF-8.',
  429: 'More requests, or more streams, than are allowed; `RateLimit` and `Retry-After` say when there is room.',
  500: errorTable.internal.title,
  502: 'The trace backend did not answer.',
  503: 'Store or log cannot be reached, this ingress is stopping, or the fleet has no room. `Retry-After` says when to come back.',
} as const;

type Reason = keyof typeof reasons;

/** Answers that an operation gives besides its own; every operation may fail with 500. */
export function problems(...statuses: Reason[]) {
  const answers = [...statuses, 500 as const].map((status) => [
    status,
    { description: reasons[status], content: { [problemContentType]: { schema: problemSchema } } },
  ]);
  return Object.fromEntries(answers) as Record<Reason, z.ZodType>;
}

/** An answer that is not JSON. */
export function textAnswer(description: string, contentType: string) {
  return { description, content: { [contentType]: { schema: z.string() } } };
}
