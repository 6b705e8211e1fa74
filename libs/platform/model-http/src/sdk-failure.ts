import { APIError as AnthropicError } from '@anthropic-ai/sdk';
import { isTurnfleetError, TurnfleetError } from '@turnfleet/core';
import { type EndpointError, modelFailure, retryAfterMs } from '@turnfleet/model';
import { APIError } from 'openai';

/** What an SDK made of an answer, or the socket below threw, as one of our errors. `now`: Unix milliseconds, for dates in headers. */
export function sdkFailure(error: unknown, now: number): TurnfleetError {
  if (isTurnfleetError(error)) return error;
  const said = endpointError(error);
  if (!said) return broken(error);
  const { headers } = error as { readonly headers?: Headers | undefined };
  return modelFailure({ ...said, retryAfterMs: retryAfterMs(headers?.get('retry-after'), now) });
}

/** What an endpoint answered instead of 2xx, as its SDK reads it; undefined for any other error. */
export function endpointError(error: unknown): EndpointError | undefined {
  if (!(error instanceof APIError || error instanceof AnthropicError)) return undefined;
  return { ...errorObject(error.error), status: error.status as number | undefined, message: error.message };
}

const neverConnected = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT/;

/** Whether the endpoint took nothing of the request: it said no, or was not reached at all. */
export function wasRefused(error: unknown): boolean {
  if (endpointError(error)?.status !== undefined) return true;
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause)
    if ('code' in cause && neverConnected.test(String(cause.code))) return true;
  return false;
}

const seeToIt = { suggestion: 'Check the base URL of the model endpoint, and that it runs.' };

/** The socket failed before an answer began. */
export function unreachable(cause: Error): TurnfleetError {
  return new TurnfleetError('model_unavailable', 'The model endpoint cannot be reached.', { ...seeToIt, cause });
}

export function tooLate(): TurnfleetError {
  return new TurnfleetError('model_unavailable', 'The model endpoint did not answer in time.', seeToIt);
}

function broken(cause: unknown): TurnfleetError {
  const silent = cause instanceof Error && 'code' in cause && cause.code === 'UND_ERR_BODY_TIMEOUT';
  const message = silent ? 'The model fell silent in the middle of its answer.' : 'The model’s answer broke off.';
  return new TurnfleetError('model_unavailable', message, { cause });
}

/** OpenAI's SDK hands over the error object, Anthropic's the body around it; Gemini puts it in a list. */
function errorObject(body: unknown): Pick<EndpointError, 'code' | 'type' | 'param'> {
  const first: unknown = Array.isArray(body) ? body[0] : body;
  const inner: unknown = isRecord(first) && isRecord(first['error']) ? first['error'] : first;
  if (!isRecord(inner)) return {};
  const named = (['code', 'type', 'param'] as const).flatMap((name) => {
    const value = inner[name];
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  return Object.fromEntries(named);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
