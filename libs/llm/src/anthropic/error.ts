import type { TurnfleetError } from '@turnfleet/core';
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
