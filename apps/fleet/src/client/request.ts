import { isErrorKind, TurnfleetError } from '@turnfleet/core';
import { z } from 'zod';
import { bearer } from './config.ts';

const problemSchema = z.object({
  kind: z.string(),
  title: z.string(),
  detail: z.string(),
  suggestion: z.string(),
  traceId: z.string().optional(),
});

/** Longer than the ingress takes for anything but a stream. */
const answerWithinMs = 30_000;

/** Asks the ingress for a stream; what it refuses, or that it cannot be reached, becomes one of our errors. */
export async function request(url: string, init: RequestInit = {}): Promise<Response> {
  const signed = { ...init, headers: { ...bearer(), ...init.headers } };
  const response = await fetch(url, signed).catch((error: unknown) => {
    throw init.signal?.aborted ? error : unreachable(url, error);
  });
  if (response.ok) return response;
  throw await refusal(response);
}

/** Asks the ingress for a JSON document. Besides what `request` throws: `internal` if that is not such a document. */
export async function requestJson<S extends z.ZodType>(
  url: string,
  schema: S,
  { signal, ...init }: RequestInit = {},
): Promise<z.output<S>> {
  const limit = AbortSignal.timeout(answerWithinMs);
  try {
    const response = await request(url, { ...init, signal: signal ? AbortSignal.any([signal, limit]) : limit });
    const document = schema.safeParse(jsonOrNull(await response.text()));
    if (document.success) return document.data;
    throw foreign(response);
  } catch (error) {
    throw limit.aborted && !signal?.aborted ? unreachable(url, error) : error;
  }
}

function unreachable(url: string, cause: unknown): TurnfleetError {
  return new TurnfleetError('overloaded', `No fleet answers at ${new URL(url).origin}.`, {
    suggestion: 'Start one with `npm start`, or name another with --url or TURNFLEET_URL.',
    cause,
  });
}

function foreign({ url, status }: Response): TurnfleetError {
  return new TurnfleetError(
    'internal',
    `The server at ${new URL(url).origin} is no Turnfleet ingress (it answered ${status}).`,
    {
      suggestion: 'Name the fleet with --url or TURNFLEET_URL.',
    },
  );
}

async function refusal(response: Response): Promise<TurnfleetError> {
  const problem = problemSchema.safeParse(jsonOrNull(await response.text()));
  if (!problem.success) return foreign(response);
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
