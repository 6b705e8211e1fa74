import { encodeDeadLetter } from '@turnfleet/contract';
import type { Clock, Logger, TurnfleetError } from '@turnfleet/core';
import type { LogRecord, TurnLog } from '@turnfleet/turn-engine';
import type { TurnMetrics } from './metrics.ts';
import { untilAvailable } from './until-available.ts';

export interface DeadLetterParts {
  readonly log: Pick<TurnLog, 'append'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: TurnMetrics;
}

/** Keeps the original key, bytes and headers of a record that cannot be processed, and why. */
export async function appendDeadLetter(
  { log, clock, logger, metrics }: DeadLetterParts,
  record: LogRecord,
  error: TurnfleetError,
  attempts: number,
  signal: AbortSignal,
): Promise<void> {
  const { partition, offset } = record;
  const dead = encodeDeadLetter(record, error, attempts, partition);
  await untilAvailable(clock, signal, () => log.append(dead));
  metrics.deadLettered();
  logger.warn({ partition, offset: String(offset), kind: error.kind }, 'a record went to the dead letters');
}
