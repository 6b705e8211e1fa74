import { type ConversationGateway, publishedView } from '@turnfleet/conversation';
import { type Memory, metaForReader, touchTurn, turnKey } from './memory.ts';
import type { StoredTurn } from './memory-data.ts';
import { memoryOwners } from './memory-owners.ts';
import { storedConversation } from './stored-conversation.ts';

export function memoryGateway(memory: Memory): ConversationGateway {
  return {
    ...memoryOwners(memory),

    async reserve(ref, bodyHash) {
      const turn = touchTurn(memory, ref);
      const inLog = isInLog(turn);
      if (turn.bodyHash === undefined && !inLog) turn.bodyHash = bodyHash;
      if (turn.bodyHash !== undefined && turn.bodyHash !== bodyHash) return { kind: 'conflict' };
      return { kind: inLog ? 'logged' : 'reserved' };
    },

    async isLogged(ref) {
      const turn = memory.data.turns.get(turnKey(ref));
      return turn !== undefined && isInLog(turn);
    },

    async markLogged(ref) {
      touchTurn(memory, ref).logged = true;
    },

    async view(conversationId) {
      metaForReader(memory, conversationId);
      const stored = memory.data.conversations.get(conversationId);
      if (!stored || (stored.json === null && stored.running.size === 0)) return null;
      const conversation = storedConversation(memory, conversationId);
      return publishedView(conversation, new Set(stored.unpublished.keys()), [...stored.running.values()]);
    },

    async reply(ref) {
      metaForReader(memory, ref.conversationId);
      const turn = memory.data.turns.get(turnKey(ref));
      return turn?.published ? (turn.reply ?? null) : null;
    },

    async requestCancel(ref) {
      metaForReader(memory, ref.conversationId);
      const turn = memory.data.turns.get(turnKey(ref));
      if (!turn) return false;
      if (turn.reply === undefined) {
        turn.cancelled = true;
        memory.cancels.wake(turnKey(ref));
      }
      return true;
    },

    async watchCancel(ref, cancelled) {
      let told = false;
      const tell = (): void => {
        if (told) return;
        told = true;
        cancelled();
      };
      const watching = memory.cancels.add(turnKey(ref), tell);
      if (memory.data.turns.get(turnKey(ref))?.cancelled) tell();
      return watching;
    },
  };
}

const isInLog = ({ logged, accepted, attempt, reply }: StoredTurn): boolean =>
  logged || accepted || attempt > 0 || reply !== undefined;
