import { decodeReply, encodeTurn, homePartition, topics } from '@turnfleet/contract/events';
import { type Reply, replySchema, type Turn } from '@turnfleet/contract/schemas';
import type { JournalEntry, RestoredConversation } from '@turnfleet/conversation';
import { atStart } from '@turnfleet/conversation/testing';
import { type Clock, silentLogger } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import { chatTopics, createEmbeddedLog, createMemoryBudgets, createMemoryHandoffs } from '@turnfleet/embedded';
import { memoryServer } from '@turnfleet/embedded/testing';
import { conversationsInLog, recordLimits } from '@turnfleet/ownership';
import type { LogRecord, NewRecord } from '@turnfleet/turn-engine';
import { collect } from './reading.ts';

export const partitions = 4;

/** What surrounds the workers: time, the log, and a store that can be flushed. */
export function createWorld() {
  const clock = new ManualClock();
  // Not compacted: in Kafka a superseded snapshot stays for a day, and the last one is not always the highest.
  const uncompacted = { [topics.conversations]: { partitions, keep: 'newest' } } as const;
  const log = createEmbeddedLog(clock, { ...chatTopics(partitions), ...uncompacted });
  const server = memoryServer({ clock, partitions, journalTtlMs: 3_600_000 });
  const state = server.connect();
  const budgets = createMemoryBudgets();
  const handoffs = createMemoryHandoffs(clock);
  let flushed = false;
  const recordsIn = (topic: string, partition: number): Promise<LogRecord[]> => collect(log.read(topic, partition, 0n));
  const allIn = async (topic: string): Promise<LogRecord[]> => {
    const each = await Promise.all(Array.from({ length: partitions }, (_, partition) => recordsIn(topic, partition)));
    return each.flat();
  };
  const limits = recordLimits(log, silentLogger);
  return {
    clock,
    log,
    /** What all workers of this world know of the topics' limits. */
    limits,
    allIn,
    server,
    /** What all workers of this world have spent. */
    budgets,
    /** Who waits for an agent, in all of this world. */
    handoffs,
    /** What readers see; as a store, that of one more worker. */
    state,
    /** The store forgets everything, as a flushed Redis does. */
    async flush(): Promise<void> {
      server.flush();
      flushed = true;
      await clock.advance(1);
    },
    get flushed() {
      return flushed;
    },
    /** Puts a record into `chat.turns` and gives it back as the log has it. */
    async put(record: Omit<NewRecord, 'topic'>): Promise<LogRecord> {
      const { offset } = await log.append({ topic: topics.turns, ...record });
      const found = (await recordsIn(topics.turns, record.partition)).find((one) => one.offset === offset);
      if (!found) throw new Error('the log has lost a record');
      return found;
    },
    submit(turn: Partial<Turn> = {}, options: Parameters<typeof encodeTurn>[3] = {}): Promise<LogRecord> {
      const whole = { conversationId: 'c-1', turnId: 't-1', text: 'Is SKU-2024-888 in stock in Shanghai?', ...turn };
      return this.put(encodeTurn(whole, homePartition(whole.conversationId, partitions), {}, options));
    },
    /** The conversations that a rebuild would find in the log. */
    async foundIn(partition: number): Promise<RestoredConversation[]> {
      const search = { signal: new AbortController().signal, now: clock.now(), read: () => undefined };
      const found = await conversationsInLog(log, partition, atStart, search);
      return collect(found.conversations());
    },
    /** Values of the terminal records of a turn, in the order of the log. */
    async repliesTo(turnId = 't-1'): Promise<string[]> {
      const records = (await allIn(topics.replies)).filter((record) => decodeReply(record)?.turnId === turnId);
      return records.map(({ value }) => new TextDecoder().decode(value ?? undefined));
    },
    /** The one reply to a turn; fails if terminal records differ. */
    async replyTo(turnId = 't-1'): Promise<Reply> {
      const distinct = [...new Set(await this.repliesTo(turnId))];
      if (distinct.length !== 1) throw new Error(`${turnId} has ${distinct.length} different replies`);
      return replySchema.parse(JSON.parse(distinct[0] ?? ''));
    },
    async journal(turnId = 't-1', conversationId = 'c-1'): Promise<JournalEntry['event'][]> {
      const page = await state.journal.read(conversationId, null);
      if (page.kind === 'gap') throw new Error('the journal has a gap');
      return page.entries.map(({ event }) => event).filter((event) => event.turnId === turnId);
    },
  };
}

/** The clock of a machine whose date is wrong by `ms`. */
export function wrongBy(clock: Clock, ms: number): Clock {
  return {
    now: () => clock.now() + ms,
    monotonic: () => clock.monotonic(),
    setTimer: (after, fire) => clock.setTimer(after, fire),
  };
}

export type World = ReturnType<typeof createWorld>;
