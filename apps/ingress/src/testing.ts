import { homePartition, type Reply } from '@turnfleet/contract';
import type { Fence, TurnProgress } from '@turnfleet/conversation';
import { atStart, claimAll, replyTo } from '@turnfleet/conversation/testing';
import { silentLogger, TurnfleetError } from '@turnfleet/core';
import { countingIds, ManualClock } from '@turnfleet/core/testing';
import { createMemoryState } from '@turnfleet/embedded';
import type { NewRecord, TurnLog } from '@turnfleet/turn-engine';
import { type Adapters, compose } from './compose.ts';
import { type Config, configSchema } from './config.ts';

export const partitions = 4;

/** A log that only takes records, until it is said to be away. */
export function recordingLog() {
  const records: NewRecord[] = [];
  const state = { away: false, hanging: false };
  const unused = (): never => {
    throw new Error('The ingress only appends.');
  };
  const log: TurnLog = {
    append: (record) => {
      if (state.hanging) return new Promise(() => {});
      if (state.away) return Promise.reject(new TurnfleetError('overloaded', 'Kafka cannot be reached.'));
      records.push(record);
      return Promise.resolve({ offset: BigInt(records.length - 1) });
    },
    partitionsOf: unused,
    join: unused,
    read: unused,
    close: () => Promise.resolve(),
  };
  return { log, records, state };
}

/** Plays the orchestrator by hand. */
export function orchestrator(state: ReturnType<typeof createMemoryState>, fences: readonly Fence[]) {
  const fenceOf = (conversationId: string): Fence => {
    const fence = fences[homePartition(conversationId, partitions)];
    if (!fence) throw new Error('No fence');
    return fence;
  };
  const appended = new Map<string, number>();
  return {
    async progress(conversationId: string, ...events: TurnProgress[]): Promise<void> {
      const key = `${conversationId}/${events[0]?.turnId}`;
      const first = (appended.get(key) ?? 0) + 1;
      appended.set(key, first + events.length - 1);
      await state.journal.append(conversationId, events, first, { fence: fenceOf(conversationId), attempt: 1 });
    },
    /** begin → commit → confirm → settle, as the real one does. */
    async answer(conversationId: string, turnId: string, more: Partial<Reply> = {}): Promise<Reply> {
      const fence = fenceOf(conversationId);
      const ref = { conversationId, turnId };
      const begun = await state.store.begin(ref, fence, `run-${turnId}`);
      if (begun.kind !== 'fresh') throw new Error(`${turnId} is answered already`);
      const { version, turns } = begun.conversation;
      const reply = replyTo(conversationId, turnId, version + 1, more);
      const ended = { turnId, submittedAt: '2026-01-01T00:00:00.000Z', text: 'asked', reply };
      const conversation = {
        conversationId,
        version: version + 1,
        state: 'completion' as const,
        held: null,
        turns: [...turns, ended],
      };
      const replies = [{ turnId, reply: JSON.stringify(reply) }];
      const change = { conversationId, basedOn: version, conversation, replies };
      await state.store.commit(change, fence);
      const type = reply.status === 'failed' ? ('reply.failed' as const) : ('reply.completed' as const);
      await state.store.settle(ref, { type, turnId, reply }, fence, atStart);
      return reply;
    },
  };
}

export interface Ingress {
  readonly url: string;
  readonly clock: ManualClock;
  readonly state: ReturnType<typeof createMemoryState>;
  readonly log: ReturnType<typeof recordingLog>;
  readonly worker: ReturnType<typeof orchestrator>;
  stop(): Promise<void>;
}

export interface IngressOptions {
  readonly config?: Partial<Config>;
  readonly adapters?: (made: Adapters) => Partial<Adapters>;
  /** Partitions that nobody has claimed are lost. */
  readonly claimed?: boolean;
}

/** An ingress on a free port, over memory and a clock that stands still. */
export async function startIngress({ config, adapters, claimed = true }: IngressOptions = {}): Promise<Ingress> {
  const clock = new ManualClock();
  const state = createMemoryState({ clock, partitions, journalTtlMs: 3_600_000 });
  const worker = orchestrator(state, claimed ? await claimAll(state.store, partitions) : []);
  const log = recordingLog();
  const made: Adapters = {
    clock,
    logger: silentLogger,
    newId: countingIds('turn'),
    log: log.log,
    desk: state.desk,
    journal: state.journal,
    partitions,
    checks: [],
    metrics: () => Promise.resolve('up 1\n'),
    spans: null,
    simulatedModel: false,
  };
  const app = await compose(
    { ...configSchema.parse({ PORT: '0', DRAIN_SECONDS: '5' }), ...config },
    { ...made, ...adapters?.(made) },
  );
  return { url: app.addresses['http'] ?? '', clock, state, log, worker, stop: () => app.stop() };
}

/** What a client has seen of an event stream. */
export interface SeenStream {
  readonly status: number;
  readonly headers: Headers;
  /** The next event; null at the end of the stream. */
  next(): Promise<{ readonly id: string; readonly type: string; readonly data: Record<string, unknown> } | null>;
  /** The next comment or event, raw. */
  nextBlock(): Promise<string | null>;
  close(): void;
}

export async function openStream(url: string, lastEventId?: string): Promise<SeenStream> {
  const gone = new AbortController();
  const headers: Record<string, string> = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
  const response = await fetch(url, { headers, signal: gone.signal });
  const blocks = blocksOf(response);
  const nextBlock = async (): Promise<string | null> => {
    const block = await blocks.next();
    return block.done ? null : block.value;
  };
  return {
    status: response.status,
    headers: response.headers,
    nextBlock,
    next: async () => {
      for (let text = await nextBlock(); text !== null; text = await nextBlock()) {
        const block = text;
        const field = (name: string): string => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? '';
        const event = field('event');
        if (event) return { id: field('id'), type: event, data: JSON.parse(field('data')) as Record<string, unknown> };
      }
      return null;
    },
    close: () => gone.abort(),
  };
}

async function* blocksOf(response: Response): AsyncGenerator<string, undefined> {
  let text = '';
  for await (const bytes of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    text += new TextDecoder().decode(bytes);
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    yield* blocks;
  }
  return undefined;
}

/** Posts a turn. */
export function postTurn(
  ingress: Pick<Ingress, 'url'>,
  conversationId: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${ingress.url}/v1/conversations/${conversationId}/turns`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}
