import { homePartition } from '@turnfleet/contract/events';
import {
  type AbridgedReply,
  type ConversationStore,
  type Fence,
  fenced,
  homeUnder,
  shortened,
  snapshotOf,
  type TurnRef,
} from '@turnfleet/conversation';
import { conversationIn, type Memory, touchTurn, turnKey } from './memory.ts';
import { claimInMemory } from './memory-claim.ts';
import type { MemoryClient } from './memory-client.ts';
import type { Meta, StoredConversation, StoredTurn } from './memory-data.ts';
import { memoryIdle } from './memory-idle.ts';
import { appendTo } from './memory-journal.ts';
import { note } from './memory-positions.ts';
import { catchUpIn, restoreInto } from './memory-restore.ts';
import { storedConversation } from './stored-conversation.ts';

/** A store that went back does not know what was given back, or who else broke off: marks count within a generation. */
const noMarks: Pick<StoredTurn, 'abandoned' | 'run'> = { abandoned: [] };

export function memoryStore(client: MemoryClient): ConversationStore {
  const { memory } = client;
  const giveBack = (turn: StoredTurn, { partition }: Fence, meta: Meta): void => {
    delete turn.run;
    client.countWrite(partition, meta);
  };
  return {
    now: async () => memory.clock.now(),
    partitions: async () => memory.data.partitions,
    claim: async (...args) => claimInMemory(client, ...args),
    restore: (...args) => restoreInto(client, ...args),
    catchUp: (...args) => catchUpIn(client, ...args),
    ...memoryIdle(client),
    async claimTimers(fence, limit, leaseMs) {
      const meta = client.checkPartition(fence.partition, fence);
      client.countWrite(fence.partition, meta);
      const now = memory.clock.now();
      const isHere = (id: string): boolean => homePartition(id, memory.partitions) === fence.partition;
      return memory.data.timers.claim(now, limit, now + leaseMs, isHere);
    },
    check: async (fence) => void client.checkPartition(fence.partition, fence),

    async current(fence, conversationId) {
      client.check(conversationId, fence);
      const stored = memory.data.conversations.get(conversationId);
      if (!stored || stored.json === null) return null;
      const { generation, version, epoch } = stored;
      return { generation, version, epoch, snapshot: currentSnapshot(memory, conversationId, fence) };
    },

    async begin(ref, fence, run, suspicion) {
      const meta = client.check(ref.conversationId, fence);
      const turn = touchTurn(memory, ref);
      if (turn.reply !== undefined) {
        const snapshot = currentSnapshot(memory, ref.conversationId, fence);
        const { reply, published = false, settled = false } = turn;
        return { kind: 'answered', reply, published, settled, snapshot };
      }
      const marks = turn.markedIn === fence.generation ? turn : noMarks;
      const last = marks.run === undefined ? [] : [marks.run];
      const brokenOff = [...marks.abandoned, ...last].filter((one) => one !== run);
      const abandoned = brokenOff.length;
      if (suspicion && abandoned >= suspicion.from && abandoned < suspicion.below) {
        if (turn.run === run) giveBack(turn, fence, meta);
        return { kind: 'suspect' };
      }
      if (marks.run !== run) {
        if (turn.run !== run) turn.attempt++;
        Object.assign(turn, { abandoned: brokenOff, run, markedIn: fence.generation });
        client.countWrite(fence.partition, meta);
      }
      const conversation = storedConversation(memory, ref.conversationId, meta.floor);
      const { attempt, cancelled = false, spent = [] } = turn;
      return { kind: 'fresh', conversation, attempt, abandoned, cancelled, spent: [...spent] };
    },

    async noteSpending(ref, lines, fence) {
      const meta = client.check(ref.conversationId, fence);
      if (memory.data.turns.get(turnKey(ref))?.reply !== undefined) throw fenced(fence.partition);
      const turn = touchTurn(memory, ref);
      turn.spent = [...(turn.spent ?? []), ...lines];
      client.countWrite(fence.partition, meta);
    },

    async release(ref, fence, run, spent = []) {
      const turn = memory.data.turns.get(turnKey(ref));
      const meta = memory.data.metas.get(homeUnder(fence, ref.conversationId, memory.partitions));
      // Its own attempt, which nobody has followed with another: whoever owns the partition by now.
      if (turn?.run === run && meta) {
        if (spent.length > 0) turn.spent = [...(turn.spent ?? []), ...spent];
        giveBack(turn, fence, meta);
        return;
      }
      if (turn?.abandoned.includes(run) && meta) {
        turn.abandoned = turn.abandoned.filter((one) => one !== run);
        client.countWrite(fence.partition, meta);
      }
      client.check(ref.conversationId, fence);
    },

    async commit({ conversationId, basedOn, conversation, replies }, fence) {
      const meta = client.check(conversationId, fence);
      const turns = replies.map(({ turnId, reply }) => ({ turnId, reply, ref: { conversationId, turnId } }));
      const known = turns.map(({ ref }) => memory.data.turns.get(turnKey(ref))?.reply);
      const stored = conversationIn(memory, conversationId);
      if (known.every((reply) => reply === undefined)) {
        if (!isBase(basedOn, stored, meta)) return { kind: 'conflict' };
        const { version } = conversation;
        const { generation, epoch } = fence;
        const committedAt = memory.clock.now();
        Object.assign(stored, { version, generation, epoch, committedAt, json: JSON.stringify(conversation) });
        memory.data.timers.arm(conversationId, conversation.timer);
        for (const { ref, reply } of turns) {
          const turn = touchTurn(memory, ref);
          turn.reply = reply;
          delete turn.spent;
          stored.unpublished.set(ref.turnId, reply);
          meta.open.set(turnKey(ref), meta.applied.replies);
        }
        client.countWrite(fence.partition, meta);
      } else if (turns.some(({ reply }, i) => known[i] !== reply)) return { kind: 'conflict' };
      for (const { ref } of turns) touchTurn(memory, ref);
      return { kind: 'committed', snapshot: currentSnapshot(memory, conversationId, fence) };
    },

    async abridge({ conversationId, conversation, replies }, fence) {
      const meta = client.check(conversationId, fence);
      const stored = conversationIn(memory, conversationId);
      const isOpen = ({ turnId, reply, instead }: AbridgedReply): boolean => {
        const known = memory.data.turns.get(turnKey({ conversationId, turnId }));
        return known?.published !== true && (known?.reply === reply || known?.reply === instead);
      };
      if (stored.json === null || stored.version !== conversation.version) return { kind: 'conflict' };
      if (!replies.every(isOpen)) return { kind: 'conflict' };
      const { generation, epoch } = fence;
      Object.assign(stored, { generation, epoch, json: JSON.stringify(conversation) });
      for (const { turnId, reply } of replies) {
        const turn = touchTurn(memory, { conversationId, turnId });
        if (turn.reply === reply) continue;
        turn.reply = reply;
        stored.unpublished.set(turnId, reply);
        if (turn.journalNumber === 0) continue;
        appendTo(memory, conversationId, generation, [shortened(turnId)], turn.traceparent);
      }
      client.countWrite(fence.partition, meta);
      return { kind: 'committed', snapshot: currentSnapshot(memory, conversationId, fence) };
    },

    async confirm(ref, reply, fence) {
      const meta = client.check(ref.conversationId, fence);
      client.countWrite(fence.partition, meta);
      return memory.data.turns.get(turnKey(ref))?.reply === reply;
    },

    async settle(ref: TurnRef, event, fence, applied) {
      const meta = client.check(ref.conversationId, fence);
      if (memory.data.turns.get(turnKey(ref))?.reply === undefined) throw fenced(fence.partition);
      const turn = touchTurn(memory, ref);
      Object.assign(turn, { published: true, settled: true });
      const stored = conversationIn(memory, ref.conversationId);
      stored.unpublished.delete(ref.turnId);
      stored.running.delete(ref.turnId);
      meta.open.delete(turnKey(ref));
      note(meta, applied);
      client.countWrite(fence.partition, meta);
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

/** The floor may have risen since the turn began. */
function isBase(basedOn: number, { json, version }: StoredConversation, { floor }: Meta): boolean {
  return json === null ? basedOn <= floor : basedOn === version;
}
