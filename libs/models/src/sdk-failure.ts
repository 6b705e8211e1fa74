import { APIConnectionError as AnthropicConnectionError, APIError as AnthropicError } from '@anthropic-ai/sdk';
import { isTurnfleetError, TurnfleetError } from '@turnfleet/core';
import { modelFailure, retryAfterMs } from '@turnfleet/llm';
import { APIConnectionError, APIError } from 'openai';

/** What an SDK or the socket below it threw, as one of our errors. `now`: Unix milliseconds, for dates in headers. */
export function sdkFailure(error: unknown, now: number): TurnfleetError {
  if (isTurnfleetError(error)) return error;
  if (error instanceof APIConnectionError || error instanceof AnthropicConnectionError) return unreachable(error);
  if (error instanceof APIError || error instanceof AnthropicError) {
    const { type, code } = errorObject(error.error);
    const status = error.status as number | undefined;
    const headers = error.headers as Headers | undefined;
    const wait = retryAfterMs(headers?.get('retry-after'), now);
    return modelFailure({ status, code, type, message: error.message, retryAfterMs: wait });
  }
  return broken(error);
}

function unreachable(cause: Error): TurnfleetError {
  const timedOut = /timed? ?out/i.test(cause.message);
  const message = timedOut ? 'The model endpoint did not answer in time.' : 'The model endpoint cannot be reached.';
  return new TurnfleetError('model_unavailable', message, {
    cause,
    suggestion: 'Check the base URL of the model endpoint, and that it runs.',
  });
}

function broken(cause: unknown): TurnfleetError {
  const silent = cause instanceof Error && 'code' in cause && cause.code === 'UND_ERR_BODY_TIMEOUT';
  const message = silent ? 'The model fell silent in the middle of its answer.' : 'The model’s answer broke off.';
  return new TurnfleetError('model_unavailable', message, { cause });
}

/** OpenAI's SDK hands over the error object, Anthropic's the body around it. */
function errorObject(body: unknown): { code?: string; type?: string } {
  const inner: unknown = isRecord(body) && isRecord(body['error']) ? body['error'] : body;
  if (!isRecord(inner)) return {};
  const { code, type } = inner;
  return { ...(typeof code === 'string' && { code }), ...(typeof type === 'string' && { type }) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
