import { TurnfleetError } from '@turnfleet/core';

/**
 * For every log that is reached over a network: whether a record is not sent any more that was appended at `at`, both by the
 * wall clock in Unix milliseconds. Its process may have slept, and the group may have given it up (docs/adr/0079).
 */
export const waitedTooLong = (at: number, now: number, sessionMs: number): boolean => now - at >= sessionMs;

/** Whoever may still write it asks anew, after looking whether the group knows it. */
export function unsent(): TurnfleetError {
  const message =
    'A record waited for so long that whoever appended it may not be its writer any more; it was not sent.';
  return new TurnfleetError('overloaded', message, {
    suggestion: 'Nothing: it is appended anew by whom it belongs to.',
  });
}
