import { encodeTombstone } from '@turnfleet/contract/events';
import { type Conversation } from '@turnfleet/contract/schemas';
import type { ConversationStore, Fence } from '@turnfleet/conversation';
import type { HandoffQueue } from '@turnfleet/handoff';
import type { RunContext } from '@turnfleet/turn-engine';
import { type AppendDeps, appendWhileOwner } from './append.ts';
import type { ReadPositions } from './read-positions.ts';
import { untilAvailable } from './until-available.ts';

export interface ExpireIdleDeps extends AppendDeps {
  readonly store: Pick<ConversationStore, 'readIdle' | 'expire'>;
  readonly known: ReadPositions;
  readonly handoffs: Pick<HandoffQueue, 'put'>;
}

/**
 * Ends a conversation in which nothing was committed since `before` (Unix milliseconds): first its tombstone in the log,
 * then it leaves the store. It is true if the conversation is gone. It runs in the conversation's own lane, so no turn
 * runs meanwhile. Whoever claims the partition next finishes what was interrupted. No answer is lost by it: see
 * "Conversations in which nobody writes" in docs/reference/delivery.md.
 */
export async function expireIdle(
  deps: ExpireIdleDeps,
  fence: Fence,
  conversationId: string,
  before: number,
  context: Pick<RunContext, 'signal' | 'holds'>,
): Promise<boolean> {
  const { store, clock, known, handoffs } = deps;
  const whenAvailable = <T>(step: () => Promise<T>): Promise<T> => untilAvailable(clock, context.signal, step);
  const conversation = await whenAvailable(() => store.readIdle(fence, conversationId, before));
  if (!conversation || mayBeConfirmed(conversation, clock.now())) return false;
  const { partition, generation, epoch } = fence;
  const { version, handoff } = conversation;
  const tombstone = encodeTombstone(conversationId, { generation, version, epoch }, partition);
  const { offset } = await appendWhileOwner(deps, context, tombstone);
  const forgotten = await whenAvailable(() => store.expire(fence, conversationId, version));
  if (forgotten) known.wrote(fence, offset);
  if (forgotten && handoff)
    await whenAvailable(() => handoffs.put({ tenant: handoff.tenant, conversationId, version, handoff: null }));
  return forgotten;
}

/** Whether a yes would still run what the shopper was asked. */
function mayBeConfirmed({ held }: Conversation, now: number): boolean {
  return held !== null && Date.parse(held.expiresAt) > now;
}
