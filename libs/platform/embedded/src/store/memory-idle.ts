import { homePartition } from '@turnfleet/contract/events';
import type { ConversationStore } from '@turnfleet/conversation';
import type { StoredConversation } from './memory-data.ts';
import { forget, storedConversation } from './stored-conversation.ts';
import type { Worker } from './worker.ts';

/** What belongs to the end of a conversation that nobody writes in any more. */
export function memoryIdle(worker: Worker): Pick<ConversationStore, 'running' | 'idle' | 'resting' | 'forget'> {
  const { memory } = worker;
  return {
    async running(fence) {
      worker.checkPartition(fence.partition, fence);
      return [...memory.data.conversations]
        .filter(([id]) => homePartition(id, memory.partitions) === fence.partition)
        .flatMap(([conversationId, stored]) =>
          [...stored.running.values()].map((turn) => ({ conversationId, ...turn })),
        );
    },

    async idle(fence, before, limit) {
      worker.checkPartition(fence.partition, fence);
      return [...memory.data.conversations]
        .filter(([id, stored]) => isIdle(stored, before) && homePartition(id, memory.partitions) === fence.partition)
        .sort(([, a], [, b]) => a.committedAt - b.committedAt)
        .slice(0, limit)
        .map(([id]) => id);
    },

    async resting(fence, conversationId, before) {
      const meta = worker.check(conversationId, fence);
      const stored = memory.data.conversations.get(conversationId);
      if (!stored || !isIdle(stored, before) || isOpen(stored)) return null;
      return storedConversation(memory, conversationId, meta.floor);
    },

    async forget(fence, conversationId, version) {
      const meta = worker.check(conversationId, fence);
      const stored = memory.data.conversations.get(conversationId);
      if (!stored || stored.json === null) return true;
      if (stored.version !== version || isOpen(stored)) return false;
      forget(memory, conversationId, version);
      worker.countWrite(fence.partition, meta);
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
