import { abridgedDeadLetter, encodeDeadLetter, leastDeadLetter, type PlacedRecord } from '@turnfleet/contract/events';
import { type Clock, isTurnfleetError, type Logger, type TurnfleetError } from '@turnfleet/core';
import { appendWhileOwner } from '@turnfleet/ownership';
import type { LogRecord, TurnLog } from '@turnfleet/turn-engine';
import type { TurnMetrics } from './metrics.ts';
import type { Run } from './run.ts';

interface DeadLetterDeps {
  readonly log: Pick<TurnLog, 'append'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Pick<TurnMetrics, 'deadLettered'>;
  readonly partitions: number;
}

export type AppendDeadLetter = (
  record: LogRecord,
  error: TurnfleetError,
  attempts: number,
  run: Pick<Run, 'signal' | 'holds'>,
) => Promise<void>;

/** Keeps the original key, bytes and headers of a record that cannot be processed, and why; if that is too large, only why; at least where it is. */
export function deadLetters(deps: DeadLetterDeps): AppendDeadLetter {
  const { logger, metrics, partitions } = deps;
  return async (record, error, attempts, run) => {
    const { partition, offset } = record;
    // In the same partition; one that was added to `chat.turns` alone is not there.
    const letter = encodeDeadLetter(record, error, attempts, partition % partitions);
    await firstTaken(deps, run, [letter, abridgedDeadLetter(letter), leastDeadLetter(letter)]);
    metrics.deadLettered();
    logger.warn({ partition, offset: String(offset), kind: error.kind }, 'a record went to the dead letters');
  };
}

/** What is too large, as a record that came compressed may be, or one after an operator lowered the limit, must stop nobody. */
async function firstTaken(
  deps: DeadLetterDeps,
  run: Pick<Run, 'signal' | 'holds'>,
  [letter, ...shorter]: readonly PlacedRecord[],
): Promise<void> {
  if (!letter) return;
  try {
    await appendWhileOwner(deps, run, letter);
  } catch (refusal) {
    if (!isTurnfleetError(refusal, 'invalid_request') || shorter.length === 0) throw refusal;
    await firstTaken(deps, run, shorter);
  }
}
