import { type ErrorKind, isTurnfleetError } from '@turnfleet/core';
import type { CallVerdict } from '@turnfleet/instances';

/** What the service answered on purpose, and what says nothing of it; the rest failed. */
const verdicts: Partial<Record<ErrorKind, CallVerdict>> = {
  not_found: 'ok',
  invalid_request: 'ok',
  conflict: 'ok',
  forbidden: 'ok',
  unauthenticated: 'ok',
  cancelled: 'withdrawn',
};

/**
 * What an error of a call tells of the service. A deadline that left it less than half of the tool's own time was the
 * turn's: nobody knows whether the service would have been in time.
 */
export function verdictOf(error: unknown, allowedMs: number, toolMs: number): CallVerdict {
  if (!isTurnfleetError(error)) return 'failed';
  const late = error.kind === 'deadline_exceeded' || error.kind === 'tool_timeout';
  if (late && allowedMs < toolMs / 2) return 'withdrawn';
  return verdicts[error.kind] ?? 'failed';
}
