import type { Handoff } from '@turnfleet/contract/schemas';
import type { RestoredConversation } from '@turnfleet/conversation';
import type { HandoffQueue } from '@turnfleet/handoff';

interface QueuedAgain {
  readonly conversations: AsyncIterable<RestoredConversation>;
  /** Puts who waits for an agent, or has one, into the queue again: it may have been lost with the store. */
  readonly put: (queue: Pick<HandoffQueue, 'put'>) => Promise<void>;
}

/** The same conversations, and what of them belongs into the queue. */
export function queuedAgain(found: AsyncIterable<RestoredConversation>): QueuedAgain {
  const handoffs = new Map<string, { readonly version: number; readonly handoff: Handoff }>();
  async function* noting(): AsyncGenerator<RestoredConversation> {
    for await (const one of found) {
      const { conversationId, version, handoff } = one.conversation;
      if (handoff && !one.ended) handoffs.set(conversationId, { version, handoff });
      yield one;
    }
  }
  return {
    conversations: noting(),
    put: async (queue) => {
      for (const [conversationId, { version, handoff }] of handoffs)
        await queue.put({ tenant: handoff.tenant, conversationId, version, handoff });
    },
  };
}
