import { homePartition } from '@turnfleet/contract';
import { TurnfleetError } from '@turnfleet/core';
import type { Fence } from './fence.ts';

/** For every adapter: the caller's fence is not the partition's current one. */
export function fenced(partition: number): TurnfleetError {
  return new TurnfleetError(
    'fenced',
    `Partition ${partition} was claimed by another worker, or its state was lost or went back; nothing was written.`,
    { suggestion: 'Claim the partition again and begin its turns anew, if it is still assigned to this worker.' },
  );
}

/** For every adapter: a reader asks for something of a partition that is lost, or rolled back and not caught up. */
export function notRestored(partition: number): TurnfleetError {
  return new TurnfleetError(
    'overloaded',
    `The conversations of partition ${partition} are not in memory yet: no worker has taken it or it is being restored from the log.`,
    { suggestion: 'Try again in a few seconds; nothing is lost.', retryAfterMs: 2_000 },
  );
}

/** The conversation's home partition; `internal` if the fence is of another one. */
export function homeUnder(fence: Fence, conversationId: string, partitions: number): number {
  const home = homePartition(conversationId, partitions);
  if (home === fence.partition) return home;
  throw new TurnfleetError(
    'internal',
    `A conversation of partition ${home} was worked on under the fence of partition ${fence.partition}.`,
    { suggestion: 'Forward the record to its home partition first.' },
  );
}
