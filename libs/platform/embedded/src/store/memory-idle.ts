import { homePartition } from '@turnfleet/contract/events';
import type { ConversationStore } from '@turnfleet/conversation';
import type { MemoryClient } from './memory-client.ts';
import type { StoredConversation } from './memory-data.ts';
import { expire, storedConversation } from './stored-conversation.ts';

/** What belongs to the end of a conversation that nobody writes in any more. */
export function memoryIdle(client: MemoryClient): Pick<ConversationStore, 'running' | 'idle' | 'readIdle' | 'expire'> {
  const { memory } = client;
  return {
    async running(fence) {
      client.checkPartition(fence.partition, fence);
      return [...memory.data.conversations]
        .filter(([id]) => homePartition(id, memory.partitions) === fence.partition)
        .flatMap(([conversationId, stored]) =>
          [...stored.running.values()].map((turn) => ({ conversationId, ...turn })),
        );
    },

    async idle(fence, before, limit) {
      client.checkPartition(fence.partition, fence);
      return [...memory.data.conversations]
        .filter(([id, stored]) => isIdle(stored, before) && homePartition(id, memory.partitions) === fence.partition)
        .sort(([, a], [, b]) => a.committedAt - b.committedAt)
        .slice(0, limit)
        .map(([id]) => id);
    },

    async readIdle(fence, conversationId, before) {
      const meta = client.check(conversationId, fence);
      const stored = memory.data.conversations.get(conversationId);
      if (!stored || !isIdle(stored, before) || isOpen(stored)) return null;
      return storedConversation(memory, conversationId, meta.floor);
    },

    async expire(fence, conversationId, version) {
      const meta = client.check(conversationId, fence);
      const stored = memory.data.conversations.get(conversationId);
      if (!stored || stored.json === null) return true;
      if (stored.version !== version || isOpen(stored)) return false;
      expire(memory, conversationId, version);
      client.countWrite(fence.partition, meta);
      return true;
    },
  };
}

function isIdle({ json, committedAt }: StoredConversation, before: number): boolean {
  return json !== null && committedAt < before;
}

function isOpen({ unpublished, running }: StoredConversation): boolean {
  return unpublished.size > 0 || running.size > 0;
}
