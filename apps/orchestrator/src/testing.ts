import {
  decodeReply,
  encodeTurn,
  homePartition,
  type Reply,
  replySchema,
  type Turn,
  topics,
} from '@turnfleet/contract';
import { descriptorSet } from '@turnfleet/contract/grpc';
import type { Fence, JournalEntry } from '@turnfleet/conversation';
import { type Logger, RetryBudget, Semaphore, silentLogger } from '@turnfleet/core';
import { countingIds, ManualClock, settle } from '@turnfleet/core/testing';
import { chatTopics, createEmbeddedLog } from '@turnfleet/embedded';
import { memoryServer } from '@turnfleet/embedded/testing';
import { builtInModels, type ModelEntry } from '@turnfleet/llm';
import { type ScriptedModel, scriptedModel } from '@turnfleet/llm/testing';
import { toolsFrom } from '@turnfleet/tools';
import { type ScriptedTool, scriptedTransport } from '@turnfleet/tools/testing';
import {
  type LogRecord,
  type NewRecord,
  type RunContext,
  startTurnEngine,
  type TurnEngine,
} from '@turnfleet/turn-engine';
import { joiningLaneOf, laneOf } from './lane.ts';
import { type TakeParts, takePartition } from './partition/take.ts';
import { type Granted, grantedToEverybody } from './permissions.ts';
import { recordDecoder } from './turn/decode.ts';
import { toolsOfTurn } from './turn/held/tools-of-turn.ts';
import { type ProcessParts, recordProcessor } from './turn/process-record.ts';

export const partitions = 4;
export const allTools = toolsFrom(descriptorSet);

/** What surrounds the workers: time, the log, and a store that can be flushed. */
export function createWorld() {
  const clock = new ManualClock();
  // Not compacted: in Kafka a superseded snapshot stays for a day, and the last one is not always the highest.
  const uncompacted = { [topics.conversations]: { partitions, keep: 'newest' } } as const;
  const log = createEmbeddedLog(clock, { ...chatTopics(partitions), ...uncompacted });
  const server = memoryServer({ clock, partitions, journalTtlMs: 3_600_000 });
  const state = server.connect();
  let flushed = false;
  const recordsIn = (topic: string, partition: number): Promise<LogRecord[]> => collect(log.read(topic, partition, 0n));
  const allIn = async (topic: string): Promise<LogRecord[]> => {
    const each = await Promise.all(Array.from({ length: partitions }, (_, partition) => recordsIn(topic, partition)));
    return each.flat();
  };
  return {
    clock,
    log,
    allIn,
    server,
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

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

export type World = ReturnType<typeof createWorld>;

/** What taking a partition needs, as one more worker has it. */
export function takeParts({ clock, log, state }: World): TakeParts {
  const metrics = { rebuilt: () => undefined };
  return { store: state.store, log, clock, logger: silentLogger, restoring: new Semaphore(1), metrics };
}

/** What a reader of the journal has on the screen before the terminal event. */
export function streamedText(events: readonly JournalEntry['event'][]): string {
  return events.reduce(
    (text, event) => (event.type === 'reply.delta' ? text + event.text : event.type === 'reply.reset' ? '' : text),
    '',
  );
}

/** Sees every call a worker makes, the `index`-th (from 0); may throw, or wait, before and after it. */
export type Meddle = (step: string, when: 'before' | 'after', index: number) => void | Promise<void>;

/** One of a worker's steps since its first `begin`. */
export interface Point {
  readonly index: number;
  readonly step: string;
  readonly when: 'before' | 'after';
}

/** Everywhere that a worker which takes these steps may be interrupted. */
export function pointsOf(steps: readonly string[]): readonly Point[] {
  return steps.flatMap((step, index) => (['before', 'after'] as const).map((when) => ({ index, step, when })));
}

/** Calls `happen` at one point. */
export function at(point: Point, happen: () => void | Promise<void>): Meddle {
  let firstBegin = Number.POSITIVE_INFINITY;
  return (step, when, index) => {
    if (step === 'begin') firstBegin = Math.min(firstBegin, index);
    if (index - firstBegin === point.index && when === point.when) return happen();
  };
}

export interface WorkerOptions {
  readonly model?: Parameters<typeof scriptedModel>[0];
  readonly tools?: Readonly<Record<string, ScriptedTool>>;
  readonly meddle?: Meddle;
  readonly entry?: ModelEntry;
  readonly logger?: Logger;
  readonly retries?: number;
  readonly granted?: Granted;
}

const [cheapest] = builtInModels;

/** One worker of the world, with real code between scripted model, scripted tools and the world's ports. */
export function createWorker(world: World, name: string, options: WorkerOptions = {}) {
  const { clock, log } = world;
  const state = world.server.connect();
  const { logger = silentLogger, meddle = () => undefined, entry = cheapest } = options;
  if (!entry) throw new Error('the catalogue is empty');
  const model: ScriptedModel = scriptedModel(options.model ?? [{ text: `${name} says: 3 in stock.` }]);
  const transport = scriptedTransport(options.tools ?? {});
  const retryBudget = new RetryBudget();
  const ended: Reply[] = [];
  /** `watching`: subscriptions that are open. */
  const counts = { began: 0, deadLettered: 0, misrouted: 0, watching: 0 };
  const seen: string[] = [];

  const through = async <T>(step: string, call: () => Promise<T>): Promise<T> => {
    const index = seen.push(step) - 1;
    await meddle(step, 'before', index);
    const result = await call();
    await meddle(step, 'after', index);
    return result;
  };
  const append = (record: NewRecord) => through(`append ${record.topic}`, () => log.append(record));
  const parts: ProcessParts = {
    clock,
    logger,
    partitions,
    entry,
    model,
    newId: countingIds(name),
    group: 'orchestrators',
    decode: recordDecoder(30_000),
    attempts: 3,
    longestWorkMs: 30_000,
    countTokens: (text) => Math.ceil(text.length / 4),
    toolTokens: 1_000,
    retries: new RetryBudget(options.retries ?? 10),
    tools: allTools,
    toolsOfTurn: toolsOfTurn({ tools: allTools, transport, clock, retryBudget }, options.granted ?? grantedToEverybody),
    suggest: () => [],
    log: { append },
    store: {
      claim: (...args) => through('claim', () => state.store.claim(...args)),
      restore: (...args) => through('restore', () => state.store.restore(...args)),
      check: (fence) => state.store.check(fence),
      catchUp: (...args) => through('catch up', () => state.store.catchUp(...args)),
      begin: (...args) => through('begin', () => state.store.begin(...args)),
      release: (...args) => through('release', () => state.store.release(...args)),
      commit: (...args) => through('commit', () => state.store.commit(...args)),
      confirm: (...args) => through('confirm', () => state.store.confirm(...args)),
      settle: (...args) => through('settle', () => state.store.settle(...args)),
    },
    desk: {
      watchCancel: async (...args) => {
        const watching = await through('watch cancel', () => state.desk.watchCancel(...args));
        counts.watching++;
        return {
          close: () => {
            counts.watching--;
            watching.close();
          },
        };
      },
    },
    journal: {
      accept: (...args) => through('accept', () => state.journal.accept(...args)),
      append: (...args) => through('journal', () => state.journal.append(...args)),
    },
    metrics: {
      ended: (reply) => void ended.push(reply),
      began: () => void counts.began++,
      deadLettered: () => void counts.deadLettered++,
      misrouted: () => void counts.misrouted++,
    },
  };
  const process = recordProcessor(parts);
  const claim = (partition: number, signal = new AbortController().signal): Promise<Fence> =>
    takePartition({ ...takeParts(world), store: parts.store, logger }, partition, signal);
  return {
    parts,
    model,
    transport,
    /** Replies counted as ended. */
    ended,
    counts,
    /** Every step begun, in order. */
    seen,
    claim,
    process,
    /** Claims the partition of the record, or of the records that run together, and works on it. */
    async run(records: LogRecord | readonly LogRecord[], context: Partial<RunContext> = {}) {
      const group = [records].flat();
      const undisturbed = { signal: new AbortController().signal, alone: false, holds: async () => undefined };
      return process(group, await claim(group[0]?.partition ?? 0), { ...undisturbed, ...context });
    },
  };
}

export type Worker = ReturnType<typeof createWorker>;

/** The worker as a member of the group, taking turns from the log by itself. */
export function startEngine(
  { clock, log }: World,
  { parts, claim, process }: Worker,
  coalesceMs = 0,
): Promise<TurnEngine> {
  return startTurnEngine<Fence>({
    log,
    clock,
    claim,
    process,
    group: parts.group,
    topic: topics.turns,
    capacity: { turns: 100, bytes: 2 ** 20 },
    commitIntervalMs: 500,
    drainMs: 5_000,
    stuckAfterMs: 90_000,
    leaseMs: 7_000,
    coalesceMs,
    laneOf: coalesceMs > 0 ? joiningLaneOf(parts.decode, partitions) : laneOf(parts.decode),
  });
}

/** Lets time pass until `work` has ended. */
export async function whilePassing<T>(clock: ManualClock, work: Promise<T>, stepMs = 50): Promise<T> {
  let over = false;
  const end = (): void => void (over = true);
  work.then(end, end);
  await settle();
  for (let steps = 0; !over; steps++) {
    if (steps > 5_000) throw new Error('the work does not end');
    await clock.advance(stepMs);
  }
  return work;
}
