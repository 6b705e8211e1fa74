import { encodeTombstone } from '@turnfleet/contract/events';
import { type Conversation } from '@turnfleet/contract/schemas';
import type { ConversationStore, Fence } from '@turnfleet/conversation';
import type { RunContext } from '@turnfleet/turn-engine';
import { type AppendDeps, appendWhileOwner } from './append.ts';
import type { ReadPositions } from './read-positions.ts';
import { untilAvailable } from './until-available.ts';

export interface ExpireIdleDeps extends AppendDeps {
  readonly store: Pick<ConversationStore, 'readIdle' | 'expire'>;
  readonly known: ReadPositions;
}

/**
 * Ends a conversation in which nothing was committed since `before` (Unix milliseconds): its tombstone in the log first,
 * then it leaves the store; whoever claims the partition next finishes what was interrupted in between. It is true if it
 * is gone. Only in its own lane, so that no turn of it runs meanwhile.
 *
 * Why no answer is lost by it: the store said, under the fence, that every reply of the conversation is in the log. What
 * the log and the ledger know of its turns (7 and 8 days) has ended long before, and as long as it has not, the ledger
 * answers for them: it is not forgotten. What the tombstone says is no more than this fence may say in a snapshot.
 */
export async function expireIdle(
  deps: ExpireIdleDeps,
  fence: Fence,
  conversationId: string,
  before: number,
  context: Pick<RunContext, 'signal' | 'holds'>,
): Promise<boolean> {
  const { store, clock, known } = deps;
  const whenAvailable = <T>(step: () => Promise<T>): Promise<T> => untilAvailable(clock, context.signal, step);
  const conversation = await whenAvailable(() => store.readIdle(fence, conversationId, before));
  if (!conversation || mayBeConfirmed(conversation, clock.now())) return false;
  const { partition, generation, epoch } = fence;
  const { version } = conversation;
  const tombstone = encodeTombstone(conversationId, { generation, version, epoch }, partition);
  const { offset } = await appendWhileOwner(deps, context, tombstone);
  const forgotten = await whenAvailable(() => store.expire(fence, conversationId, version));
  if (forgotten) known.wrote(fence, offset);
  return forgotten;
}

/** Whether a yes would still run what the shopper was asked. */
function mayBeConfirmed({ held }: Conversation, now: number): boolean {
  return held !== null && Date.parse(held.expiresAt) > now;
}
