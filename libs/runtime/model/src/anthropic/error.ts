import type { ErrorKind, TurnfleetError } from '@turnfleet/core';
import { modelFailure } from '../model-failure.ts';
import { isRecord } from '../stream-fold.ts';

/** The error object of a body or of an `error` event. */
export function anthropicStreamError(error: unknown): TurnfleetError {
  const { type, message } = isRecord(error) ? error : {};
  return modelFailure({
    type: typeof type === 'string' ? type : undefined,
    message: typeof message === 'string' ? message : '',
  });
}

const errorTypes: Readonly<Partial<Record<ErrorKind, string>>> = {
  invalid_request: 'invalid_request_error',
  not_found: 'not_found_error',
  rate_limited: 'rate_limit_error',
};

/** The error object of a body or of an event in an open stream. */
export function anthropicErrorOf(error: TurnfleetError, status?: number): object {
  const type = status === 413 ? 'request_too_large' : (errorTypes[error.kind] ?? 'api_error');
  return { type, message: error.message };
}

/** The body in which an error is told; the status says the rest. */
export function anthropicErrorBody(error: TurnfleetError, status: number, requestId: string): object {
  return { type: 'error', error: anthropicErrorOf(error, status), request_id: requestId };
}
