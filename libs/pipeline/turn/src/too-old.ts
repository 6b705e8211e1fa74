import { answerableForMs, type DecodedCommand, type DecodedTurn } from '@turnfleet/contract/events';
import type { ConversationStore } from '@turnfleet/conversation';
import { type Clock, TurnfleetError } from '@turnfleet/core';
import { untilAvailable } from '@turnfleet/ownership';
import type { LogRecord } from '@turnfleet/turn-engine';
import type { AppendDeadLetter } from './dead-letter.ts';
import type { TurnMetrics } from './metrics.ts';
import { type Attempt, type Run, refOf } from './run.ts';

const dayMs = 24 * 3_600_000;

/**
 * Whether a record is from so long ago that the ledger need not know its reply any more. Its age counts from its timestamp,
 * or from when it was first submitted if that is longer ago; one without either is young. `now`: Unix milliseconds.
 */
export function isTooOld(
  { timestamp }: LogRecord,
  { submittedAt }: DecodedTurn | DecodedCommand,
  now: number,
): boolean {
  const since = timestamp >= 0 ? Math.min(timestamp, submittedAt) : submittedAt;
  return now - since > answerableForMs;
}

interface TooOldDeps {
  readonly store: Pick<ConversationStore, 'begin' | 'now' | 'release'>;
  readonly clock: Clock;
  readonly deadLetter: AppendDeadLetter;
  readonly metrics: Pick<TurnMetrics, 'expired'>;
}

export type EndTooOld = (
  record: LogRecord,
  decoded: DecodedTurn | DecodedCommand,
  attempt: Attempt,
  run: Run,
) => Promise<boolean>;

/**
 * Ends a record that is too old, and of which it is certain whose turn it is: to the dead letters, and nothing is told of
 * it, as it may have been answered before. False, with nothing done, if it is young, or the ledger has its reply all the
 * same. It goes by the clock of the store, by which the ledger forgets: a worker whose own is wrong would give up the turns
 * of others for ever.
 */
export function tooOldEnder({ store, clock, deadLetter, metrics }: TooOldDeps): EndTooOld {
  return async (record, decoded, attempt, run) => {
    const ref = refOf(decoded);
    if (!ref) return false;
    const now = await untilAvailable(clock, run.signal, () => store.now());
    if (!isTooOld(record, decoded, now)) return false;
    const known = await untilAvailable(clock, run.signal, () => store.begin(ref, run.fence, attempt.id));
    if (known.kind === 'answered') return false;
    const error = decoded.kind === 'rejected' ? decoded.error : expired(decoded.submittedAt);
    await deadLetter(record, error, 1, run);
    metrics.expired();
    await untilAvailable(clock, run.signal, () => store.release(ref, run.fence, attempt.id));
    return true;
  };
}

/** Of a kind that may be sent again: as a turn of its own, which `turnfleet dlq replay` makes of it, it can be answered. */
function expired(submittedAt: number): TurnfleetError {
  const days = answerableForMs / dayMs;
  return new TurnfleetError(
    'deadline_exceeded',
    `expired: this turn was submitted at ${new Date(submittedAt).toISOString()}, more than ${days} days before a worker got ` +
      'it. Whether it was answered is not known any more, so it gets no reply.',
  );
}
