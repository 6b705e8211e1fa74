import { topics } from '@turnfleet/contract/events';
import { assertNever } from '@turnfleet/core';
import { type Difference, verifyPartition } from '@turnfleet/ownership';
import type { Terminal } from './chat.ts';
import type { OpenState } from './state-open.ts';

/** Differences of one partition that are printed; the others are counted. */
const mostLines = 100;

/** Prints every difference between store and log; true if there is none. */
export async function verifyState(
  { log, state, clock }: OpenState,
  partitions: readonly number[],
  terminal: Terminal,
): Promise<boolean> {
  const { signal } = new AbortController();
  const total = { conversations: 0, replies: 0, differences: 0 };
  const differing: number[] = [];
  for (const partition of partitions) {
    const verified = await verifyPartition({ log, audit: state.audit, clock }, partition, signal);
    const { conversations, replies, differences } = verified;
    total.conversations += conversations;
    total.replies += replies;
    total.differences += differences.length;
    if (differences.length === 0) continue;
    differing.push(partition);
    terminal.write(`partition ${partition}\n`);
    for (const difference of differences.slice(0, mostLines)) terminal.write(`  ${textOf(difference, partition)}\n`);
    const more = differences.length - mostLines;
    if (more > 0) terminal.write(`  … and ${more} more\n`);
  }
  const looked = `${partitions.length} partitions, ${total.conversations} conversations, ${total.replies} replies of the last 7 days`;
  terminal.write(
    `${looked}: ${total.differences === 0 ? 'the store has all of it' : `${total.differences} differences`}\n`,
  );
  if (differing.length > 0) terminal.write(advice(differing, partitions.length));
  return total.differences === 0;
}

function advice(differing: readonly number[], looked: number): string {
  const which = differing.length === looked ? '' : ` --partition ${differing.join(' ')}`;
  return (
    'Workers repair such differences when they claim a partition. To have it done now:\n' +
    `  npx turnfleet state restore${which}\n`
  );
}

function textOf(difference: Difference, partition: number): string {
  switch (difference.kind) {
    case 'lost':
      return 'the store knows nothing of it; the next worker that claims it restores it from the log';
    case 'not_readable':
      return 'the store may have gone back to an older copy; readers wait until a worker has caught up with the log';
    case 'missing':
      return `${difference.conversationId}: not in the store; the log has version ${difference.log.version}`;
    case 'older':
      return `${difference.conversationId}: the store has ${rank(difference.store)}, the log has ${rank(difference.log)}`;
    case 'ended':
      return `${difference.conversationId}: ended in the log for want of turns, but still in the store`;
    case 'no_reply':
      return `${turn(difference)}: ${place(difference, partition)}, but not in the ledger`;
    case 'other_reply':
      return `${turn(difference)}: the ledger has another reply than ${place(difference, partition)}, which readers have`;
    case 'not_settled':
      return `${turn(difference)}: ${place(difference, partition)}, but readers of the store still wait for it`;
    case 'unpublished':
      return `${turn(difference)}: answered, but not in ${topics.replies}; whoever gets the turn again publishes it`;
    default:
      return assertNever(difference);
  }
}

const rank = ({ version, generation, epoch }: { version: number; generation: number; epoch: number }): string =>
  `version ${version} of generation ${generation}, epoch ${epoch}`;

const turn = ({ conversationId, turnId }: { conversationId: string; turnId: string }): string =>
  `${conversationId} turn ${turnId}`;

const place = ({ offset }: { offset: bigint }, partition: number): string =>
  `the reply at ${topics.replies}/${partition}/${offset}`;
