import { isErrorKind, TurnfleetError } from '@turnfleet/core';
import { z } from 'zod';

const problemSchema = z.object({
  kind: z.string(),
  title: z.string(),
  detail: z.string(),
  suggestion: z.string(),
  traceId: z.string().optional(),
});

/** Asks the ingress; what it refuses, or that it cannot be reached, becomes one of our errors. */
export async function request(url: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new TurnfleetError('overloaded', `No fleet answers at ${new URL(url).origin}.`, {
      suggestion: 'Start one with `npm start`, or name another with --url or TURNFLEET_URL.',
      cause: error,
    });
  }
  if (response.ok) return response;
  throw await refusal(response);
}

async function refusal(response: Response): Promise<TurnfleetError> {
  const text = await response.text();
  const problem = problemSchema.safeParse(jsonOrNull(text));
  if (!problem.success) {
    return new TurnfleetError(
      'internal',
      `The server at ${response.url} answered ${response.status} and is no Turnfleet ingress.`,
    );
  }
  const { kind, title, detail, suggestion, traceId } = problem.data;
  const trace = traceId ? ` (trace ${traceId})` : '';
  return new TurnfleetError(isErrorKind(kind) ? kind : 'internal', `${title}: ${detail}${trace}`, { suggestion });
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
