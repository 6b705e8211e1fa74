import type { Clock } from '@turnfleet/core';
import type { NewRecord, TurnLog } from '@turnfleet/turn-engine';
import type { Run } from './run.ts';
import { untilAvailable } from './until-available.ts';

export interface AppendParts {
  readonly log: Pick<TurnLog, 'append'>;
  readonly clock: Clock;
}

/** Appends as soon as the log can be reached and the group knows this worker; rejects with the signal's reason. */
export function appendWhileOwner(
  { log, clock }: AppendParts,
  { signal, holds }: Pick<Run, 'signal' | 'holds'>,
  record: NewRecord,
): Promise<{ readonly offset: bigint }> {
  return untilAvailable(clock, signal, async () => {
    await holds();
    return log.append(record);
  });
}
