import { type ConversationStore, homeUnder } from '@turnfleet/conversation';
import { forgetScript, idleScript, restingScript } from './idle-scripts.ts';
import { parseConversation } from './parse-conversation.ts';
import type { RedisContext } from './redis-context.ts';

/** What belongs to the end of a conversation that nobody writes in any more. */
export function redisIdle({
  keys,
  worker,
  partitions,
}: RedisContext): Pick<ConversationStore, 'idle' | 'resting' | 'forget'> {
  return {
    async idle(fence, before, limit) {
      const [, ...idle] = await worker.run(idleScript, keys.ofPartition(fence.partition), fence, [before, limit]);
      return idle.map((key) => keys.conversationOf(key));
    },

    async resting(fence, conversationId, before) {
      homeUnder(fence, conversationId, partitions);
      const names = keys.ofConversation(conversationId);
      const [kind, json = ''] = await worker.run(restingScript, names, fence, [before]);
      return kind === 'yes' ? parseConversation(json, conversationId) : null;
    },

    async forget(fence, conversationId, version) {
      homeUnder(fence, conversationId, partitions);
      const [kind] = await worker.run(forgetScript, keys.ofConversation(conversationId), fence, [version]);
      return kind === 'gone';
    },
  };
}
