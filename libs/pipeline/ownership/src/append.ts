import { recordSize } from '@turnfleet/contract/events';
import type { Clock } from '@turnfleet/core';
import { isRecordTooLarge, type NewRecord, type RunContext, type TurnLog } from '@turnfleet/turn-engine';
import type { RecordLimits } from './record-limits.ts';
import { untilAvailable } from './until-available.ts';

export interface AppendDeps {
  readonly log: Pick<TurnLog, 'append'>;
  readonly clock: Clock;
}

/** Appends as soon as the log can be reached and the group knows this worker; rejects with the signal's reason. */
export function appendWhileOwner(
  { log, clock }: AppendDeps,
  { signal, holds }: Pick<RunContext, 'signal' | 'holds'>,
  record: NewRecord,
): Promise<{ readonly offset: bigint }> {
  return untilAvailable(clock, signal, async () => {
    await holds();
    return log.append(record);
  });
}

/** The same; what the topic refuses as too large is remembered in `limits`. */
export async function appendWithin(
  deps: AppendDeps & { readonly limits: RecordLimits },
  run: Pick<RunContext, 'signal' | 'holds'>,
  record: NewRecord,
): Promise<{ readonly offset: bigint }> {
  try {
    return await appendWhileOwner(deps, run, record);
  } catch (error) {
    if (isRecordTooLarge(error)) await deps.limits.refused(record.topic, recordSize(record));
    throw error;
  }
}
