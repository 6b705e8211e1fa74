import { encodeDeadLetter } from '@turnfleet/contract';
import type { Clock, Logger, TurnfleetError } from '@turnfleet/core';
import type { LogRecord, TurnLog } from '@turnfleet/turn-engine';
import { appendWhileOwner } from './append.ts';
import type { TurnMetrics } from './metrics.ts';
import type { Run } from './run.ts';

export interface DeadLetterParts {
  readonly log: Pick<TurnLog, 'append'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: TurnMetrics;
}

/** Keeps the original key, bytes and headers of a record that cannot be processed, and why. */
export async function appendDeadLetter(
  parts: DeadLetterParts,
  record: LogRecord,
  error: TurnfleetError,
  attempts: number,
  run: Pick<Run, 'signal' | 'holds'>,
): Promise<void> {
  const { logger, metrics } = parts;
  const { partition, offset } = record;
  await appendWhileOwner(parts, run, encodeDeadLetter(record, error, attempts, partition));
  metrics.deadLettered();
  logger.warn({ partition, offset: String(offset), kind: error.kind }, 'a record went to the dead letters');
}
