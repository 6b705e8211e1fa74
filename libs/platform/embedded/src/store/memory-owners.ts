import type { ConversationGateway, Ownership } from '@turnfleet/conversation';
import { type Memory, readableMeta } from './memory.ts';
import { storedConversation } from './stored-conversation.ts';

export function memoryOwners(memory: Memory): Pick<ConversationGateway, 'claimOwner' | 'ownerOf'> {
  const find = (conversationId: string): Ownership => {
    const claimed = memory.data.owners.get(conversationId);
    if (claimed) return { kind: 'owned', owner: claimed };
    if (!readableMeta(memory, conversationId)) return { kind: 'lost' };
    const stored = memory.data.conversations.get(conversationId);
    if (!stored || (stored.json === null && stored.running.size === 0)) return { kind: 'none' };
    const { owner } = storedConversation(memory, conversationId);
    return owner ? { kind: 'owned', owner } : { kind: 'unowned' };
  };
  return {
    async claimOwner(conversationId, owner) {
      const found = find(conversationId);
      if (found.kind === 'owned') memory.data.owners.set(conversationId, found.owner);
      if (found.kind !== 'none') return found;
      memory.data.owners.set(conversationId, owner);
      return { kind: 'owned', owner };
    },
    ownerOf: async (conversationId) => find(conversationId),
  };
}
