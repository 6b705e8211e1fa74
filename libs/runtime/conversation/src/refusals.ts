import { homePartition } from '@turnfleet/contract/events';
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

/**
 * For every adapter, and who opens one: the conversations in the store are spread over another number of partitions than
 * the topics have by now. Only a person can help.
 */
export function otherPartitions(stored: number, own: number): TurnfleetError {
  return new TurnfleetError(
    'invalid_request',
    `The conversations in the store are spread over ${stored} partitions, but the topics have ${own}: most of them would ` +
      'be looked for where they are not, and begin anew. Nothing was changed.',
    {
      resource: partitionCount,
      suggestion:
        `Leave the processes that still run with ${stored} partitions alone: they go on answering. Conversations cannot be ` +
        'moved to other partitions yet, nor partitions be taken away: docs/reference/delivery.md, "Partitions added", has the ways out.',
    },
  );
}

/** For who rebuilds a store: the log has a conversation in another partition than its home. */
export function awayFromHome(partition: number, home: number, partitions: number): TurnfleetError {
  return new TurnfleetError(
    'invalid_request',
    `chat.conversations or chat.replies has a conversation in partition ${partition} whose home is ${home} of ${partitions}: ` +
      'partitions were added since it was written, and the store, which knew how many there were, is lost. Nothing was changed.',
    { resource: partitionCount, suggestion: 'docs/reference/delivery.md, "Partitions added", has the ways out.' },
  );
}

const partitionCount = { type: 'partitions', name: 'chat.turns' };

/** Whether it is one of the two above: trying again does not help. */
export function isOfOtherPartitions(error: TurnfleetError): boolean {
  return error.kind === 'invalid_request' && error.details.resource?.type === partitionCount.type;
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
