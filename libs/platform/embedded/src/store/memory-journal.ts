import { homePartition } from '@turnfleet/contract/events';
import { type JournalEvent } from '@turnfleet/contract/http';
import { type Journal, type JournalPage, journalLimit, parseJournalId } from '@turnfleet/conversation';
import { conversationIn, type Memory, metaForReader, readableMeta, touchTurn } from './memory.ts';
import type { MemoryClient } from './memory-client.ts';

export function memoryJournal(client: MemoryClient): Journal {
  const { memory } = client;
  return {
    async accept(conversationId, event, traceparent) {
      const meta = readableMeta(memory, conversationId);
      if (!meta) return;
      const turn = touchTurn(memory, { conversationId, turnId: event.turnId });
      if (turn.accepted || turn.published) return;
      turn.accepted = true;
      turn.traceparent = traceparent;
      const { turnId, text, submittedAt } = event;
      conversationIn(memory, conversationId).running.set(turnId, { turnId, text, submittedAt });
      appendTo(memory, conversationId, meta.generation, [event], traceparent);
    },

    async append(conversationId, events, first, { fence, attempt }) {
      const meta = client.check(conversationId, fence);
      const turnId = events[0]?.turnId;
      if (turnId === undefined) return;
      const turn = touchTurn(memory, { conversationId, turnId });
      if (turn.ended || attempt < turn.journalAttempt) return;
      if (attempt > turn.journalAttempt) turn.journalNumber = 0;
      turn.journalAttempt = attempt;
      const unseen = events.slice(Math.max(0, turn.journalNumber + 1 - first));
      if (unseen.length === 0) return;
      turn.journalNumber = first + events.length - 1;
      client.countWrite(fence.partition, meta);
      appendTo(memory, conversationId, fence.generation, unseen, turn.traceparent);
    },

    async read(conversationId, after): Promise<JournalPage> {
      const { generation, journalFloor } = metaForReader(memory, conversationId);
      const conversation = memory.data.conversations.get(conversationId);
      const current = conversation?.journalGeneration === generation;
      const entries = current ? (memory.data.journals.get(conversationId) ?? []) : [];
      const last = current ? conversation.journalNumber : journalFloor;
      const end = `${generation}-${last}`;
      if (after === null) return { kind: 'entries', entries: [...entries], end };
      const id = parseJournalId(after);
      const missed = id && id.generation === generation && id.number <= last ? last - id.number : null;
      if (missed === null || missed > entries.length) return { kind: 'gap' };
      return { kind: 'entries', entries: entries.slice(entries.length - missed), end };
    },

    async subscribe(conversationId, wake) {
      return memory.readers.add(conversationId, wake);
    },
  };
}

/** Appends to the journal of this generation; one of an earlier generation ends. Events never change, so they are shared. */
export function appendTo(
  memory: Memory,
  conversationId: string,
  generation: number,
  events: readonly JournalEvent[],
  traceparent: string,
): void {
  const conversation = conversationIn(memory, conversationId);
  if (conversation.journalGeneration !== generation) {
    conversation.journalGeneration = generation;
    conversation.journalNumber =
      memory.data.metas.get(homePartition(conversationId, memory.partitions))?.journalFloor ?? 0;
    memory.data.journals.delete(conversationId);
  }
  const entries = memory.data.journals.get(conversationId) ?? [];
  const appended = events.map((event) => ({ id: `${generation}-${++conversation.journalNumber}`, traceparent, event }));
  entries.push(...appended);
  if (entries.length > journalLimit) entries.splice(0, entries.length - journalLimit);
  memory.data.journals.set(conversationId, entries);
  memory.readers.wake(conversationId, appended);
}
