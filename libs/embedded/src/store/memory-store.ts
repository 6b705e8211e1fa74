import { type Conversation, emptyConversation } from '@turnfleet/contract';
import { type ConversationStore, type Fence, fenced, snapshotOf, type TurnRef } from '@turnfleet/conversation';
import { checkFence, conversationIn, type Memory, touchTurn, turnKey } from './memory.ts';
import { appendTo } from './memory-journal.ts';
import { restoreInto } from './memory-restore.ts';

export function memoryStore(memory: Memory): ConversationStore {
  return {
    async claim(partition) {
      const meta = memory.metas.get(partition);
      if (!meta) return { kind: 'lost' };
      meta.epoch++;
      return { kind: 'claimed', fence: { partition, epoch: meta.epoch, generation: meta.generation } };
    },

    restore: (partition, generation, conversations) => restoreInto(memory, partition, generation, conversations),

    async begin(ref, fence, run) {
      checkFence(memory, ref.conversationId, fence);
      const turn = touchTurn(memory, ref);
      if (turn.reply !== undefined) {
        const snapshot = currentSnapshot(memory, ref.conversationId, fence);
        return { kind: 'answered', reply: turn.reply, published: turn.published === true, snapshot };
      }
      if (turn.run !== run) {
        if (turn.run !== undefined) turn.abandoned++;
        turn.attempt++;
        turn.run = run;
      }
      const conversation = storedConversation(memory, ref.conversationId);
      const { attempt, abandoned } = turn;
      return { kind: 'fresh', conversation, attempt, abandoned, cancelled: turn.cancelled === true };
    },

    async release(ref, fence, run) {
      checkFence(memory, ref.conversationId, fence);
      const turn = memory.turns.get(turnKey(ref));
      if (turn?.run === run) delete turn.run;
    },

    async commit({ conversationId, turnId, basedOn, conversation, reply }, fence) {
      checkFence(memory, conversationId, fence);
      const turn = touchTurn(memory, { conversationId, turnId });
      const stored = conversationIn(memory, conversationId);
      if (turn.reply === undefined) {
        if (stored.version !== basedOn) return { kind: 'conflict' };
        turn.reply = reply;
        stored.version = conversation.version;
        stored.generation = fence.generation;
        stored.epoch = fence.epoch;
        stored.json = JSON.stringify(conversation);
        stored.unpublished.set(turnId, reply);
      }
      if (turn.reply !== reply) return { kind: 'conflict' };
      return { kind: 'committed', snapshot: currentSnapshot(memory, conversationId, fence) };
    },

    async confirm(ref, reply, fence) {
      checkFence(memory, ref.conversationId, fence);
      return memory.turns.get(turnKey(ref))?.reply === reply;
    },

    async settle(ref: TurnRef, event, fence) {
      checkFence(memory, ref.conversationId, fence);
      if (memory.turns.get(turnKey(ref))?.reply === undefined) throw fenced(fence.partition);
      const turn = touchTurn(memory, ref);
      turn.published = true;
      const stored = conversationIn(memory, ref.conversationId);
      stored.unpublished.delete(ref.turnId);
      stored.running.delete(ref.turnId);
      if (turn.ended) return;
      turn.ended = true;
      appendTo(memory, ref.conversationId, fence.generation, [event], turn.traceparent);
    },
  };
}

function currentSnapshot(memory: Memory, conversationId: string, { generation, epoch }: Fence): string {
  const { json, unpublished } = conversationIn(memory, conversationId);
  return snapshotOf({ generation, epoch, conversationId, conversation: json, unpublished });
}

export function storedConversation(memory: Memory, conversationId: string): Conversation {
  const json = memory.conversations.get(conversationId)?.json;
  // Our own writing: nothing else puts text there.
  return typeof json === 'string' ? (JSON.parse(json) as Conversation) : emptyConversation(conversationId);
}
