import { describe, expect, it, jest } from '@jest/globals';
import {
  decodeDeadLetter,
  decodeSnapshot,
  decodeTombstone,
  encodeReply,
  encodeSnapshot,
  encodeTombstone,
  homePartition,
  topics,
} from '@turnfleet/contract/events';
import { type Conversation, toldReply } from '@turnfleet/contract/schemas';
import { type RestoredConversation, snapshotOf } from '@turnfleet/conversation';
import { atStart, endedTurn, replyTo } from '@turnfleet/conversation/testing';
import { type Logger, silentLogger, TurnfleetError, wait } from '@turnfleet/core';
import { settle } from '@turnfleet/core/testing';
import {
  acquireDeps,
  createWorker,
  createWorld,
  partitions,
  type World,
  whilePassing,
  wrongBy,
} from '@turnfleet/pipeline-testing';
import { type AcquireDeps, acquirePartition } from './acquire-partition.ts';

const home = homePartition('c-1', partitions);
const yearMs = 365 * 24 * 3_600_000;
const ref = (turnId: string) => ({ conversationId: 'c-1', turnId });

function take(world: World, signal = new AbortController().signal) {
  return whilePassing(world.clock, acquirePartition(acquireDeps(world), home, signal));
}

interface Rank {
  readonly generation: number;
  readonly version: number;
  readonly epoch: number;
}

/** A snapshot in which every turn up to the version was answered with `text`, and the last is not published if named. */
async function snapshot(
  world: World,
  { generation, version, epoch }: Rank,
  text: string,
  unpublished = '',
  held: Conversation['held'] = null,
): Promise<void> {
  const turns = Array.from({ length: version }, (_, i) => {
    const turn = endedTurn('c-1', `t-${i + 1}`, i + 1);
    return { ...turn, reply: { ...turn.reply, text } };
  });
  const conversation: Conversation = { conversationId: 'c-1', version, state: 'completion', held, results: [], turns };
  const carried = turns
    .filter(({ turnId }) => turnId === unpublished)
    .map(({ turnId, reply }) => [turnId, JSON.stringify(reply)] as const);
  const value = snapshotOf({
    generation,
    epoch,
    conversationId: 'c-1',
    conversation: JSON.stringify(conversation),
    unpublished: new Map(carried),
  });
  await world.log.append(encodeSnapshot('c-1', value, home));
}

async function reply(world: World, turnId: string, version: number, text: string): Promise<string> {
  const value = JSON.stringify(replyTo('c-1', turnId, version, { text }));
  await world.log.append(encodeReply(replyTo('c-1', turnId, version, { text }), value, home));
  return value;
}

/** Generation and number of the last entry of c-1's journal. */
async function endOfJournal({ state }: World): Promise<string[]> {
  const page = await state.journal.read('c-1', null);
  return page.kind === 'entries' ? page.end.split('-') : [];
}

const textsOf = async (world: World): Promise<string[]> =>
  ((await world.state.gateway.view('c-1'))?.conversation.turns ?? []).map((turn) => turn.reply.text);

describe('taking a partition', () => {
  it('claims one that the store knows, under a higher epoch', async () => {
    const world = createWorld();
    const first = await take(world);
    expect(await take(world)).toEqual({ ...first, epoch: first.epoch + 1 });
  });

  it.each([
    { by: 'generation', high: { generation: 2, version: 1, epoch: 1 }, low: { generation: 1, version: 3, epoch: 9 } },
    { by: 'version', high: { generation: 1, version: 2, epoch: 1 }, low: { generation: 1, version: 1, epoch: 9 } },
    { by: 'epoch', high: { generation: 1, version: 1, epoch: 3 }, low: { generation: 1, version: 1, epoch: 2 } },
  ])('restores the highest snapshot by $by, not the last', async ({ high, low }) => {
    const world = createWorld();
    await snapshot(world, high, 'high');
    await snapshot(world, low, 'low');

    const fence = await take(world);

    expect(new Set(await textsOf(world))).toEqual(new Set(['high']));
    expect(fence.generation).toBeGreaterThan(2);
  });

  it.each([
    { where: 'after the snapshot', tombstoneFirst: false },
    { where: 'before the snapshot', tombstoneFirst: true },
  ])('leaves out what a tombstone $where ends, and nothing that ranks higher', async ({ tombstoneFirst }) => {
    const rank = { generation: 2, version: 2, epoch: 5 };
    for (const [ending, ended] of [
      [rank, true],
      [{ ...rank, version: 3 }, true],
      [{ ...rank, generation: 3, version: 1 }, true],
      [{ ...rank, epoch: 4 }, false],
      [{ ...rank, version: 1 }, false],
      [{ generation: 1, version: 9, epoch: 9 }, false],
    ] as const) {
      const world = createWorld();
      const append = () => world.log.append(encodeTombstone('c-1', ending, home));
      if (tombstoneFirst) await append();
      await snapshot(world, rank, 'kept');
      if (!tombstoneFirst) await append();
      const fence = await take(world);
      expect((await world.state.gateway.view('c-1')) === null).toBe(ended);
      expect(fence.generation).toBeGreaterThan(ending.generation);
    }
  });

  it('takes a record without a value or a rank for the end of what stands before it, as compaction does', async () => {
    const world = createWorld();
    const rank = { generation: 2, version: 2, epoch: 5 };
    await snapshot(world, rank, 'removed by hand');
    await world.log.append({ ...encodeTombstone('c-1', rank, home), headers: {} });
    await take(world);
    expect(await world.state.gateway.view('c-1')).toBeNull();
  });

  describe('record of a conversation written late, by a worker that lost the partition', () => {
    const high = { generation: 1, version: 2, epoch: 5 };
    const low = { generation: 1, version: 1, epoch: 4 };
    const lastOf = async (world: World) => (await world.allIn(topics.conversations)).at(-1);

    it.each([
      { what: 'snapshot', late: (world: World) => snapshot(world, low, 'old') },
      {
        what: 'tombstone',
        late: async (world: World) => void (await world.log.append(encodeTombstone('c-1', low, home))),
      },
    ])(
      'a $what is followed by what the store knows, when the store is restored and when it is handed over',
      async ({ late }) => {
        for (const isLost of [true, false]) {
          const world = createWorld();
          await snapshot(world, high, 'kept');
          if (!isLost) await take(world);
          await late(world);

          const fence = await take(world);

          const last = await lastOf(world);
          const current = await world.state.store.current(fence, 'c-1').catch(() => null);
          expect(last && decodeSnapshot(last)).toMatchObject({
            generation: fence.generation,
            conversation: { version: 2, turns: [{}, { reply: { text: 'kept' } }] },
          });
          expect(current).toMatchObject({ version: 2 });
          const length = (await world.allIn(topics.conversations)).length;
          await take(world);
          expect(await world.allIn(topics.conversations)).toHaveLength(length);
        }
      },
    );

    it('a snapshot of what was forgotten is followed by a tombstone, above which it may begin anew', async () => {
      const world = createWorld();
      await snapshot(world, low, 'old');
      const fence = await take(world);
      await world.state.store.expire(fence, 'c-1', 1);
      await world.log.append(encodeTombstone('c-1', { ...fence, version: 1 }, home));
      await snapshot(world, { ...fence, version: 1 }, 'late');

      const next = await take(world);

      const last = await lastOf(world);
      expect(last && decodeTombstone(last)).toEqual({ generation: fence.generation, version: 1, epoch: next.epoch });
      expect(await world.state.gateway.view('c-1')).toBeNull();
    });
  });

  it('restores the first terminal record of a turn, not the second', async () => {
    const world = createWorld();
    await snapshot(world, { generation: 1, version: 1, epoch: 1 }, 'first');
    const first = await reply(world, 't-1', 1, 'first');
    await reply(world, 't-1', 1, 'second');

    const fence = await take(world);

    expect(await world.state.store.begin(ref('t-1'), fence, 'run')).toMatchObject({ reply: first, published: true });
  });

  it.each([
    { seen: 'asked', holds: true },
    { seen: 'answered otherwise', holds: false },
  ])('holds a call only if the shopper was asked about it: they were $seen', async ({ seen, holds }) => {
    const world = createWorld();
    const wish = { callId: 'call_1', tool: 'reserve_stock', arguments: {}, turnId: 't-1' };
    const held = {
      ...wish,
      key: 'key-1',
      expiresAt: '2026-01-05T10:10:00.000Z',
      shopper: 's',
      askedAt: { end: '7', at: '2026-01-05T10:00:00.000Z' },
      publishedAt: null,
    };
    await reply(world, 't-1', 1, seen);
    await snapshot(world, { generation: 1, version: 1, epoch: 1 }, 'asked', '', held);
    const fence = await take(world);
    const begun = await world.state.store.begin({ conversationId: 'c-1', turnId: 't-2' }, fence, 'run');

    expect(begun).toMatchObject({ kind: 'fresh', conversation: { held: holds ? held : null } });
  });

  it('shows no reply in the conversation that no reader has seen', async () => {
    const world = createWorld();
    await snapshot(world, { generation: 1, version: 1, epoch: 2 }, 'never confirmed');
    await reply(world, 't-1', 1, 'what readers saw');

    await take(world);

    expect(await textsOf(world)).toEqual(['what readers saw']);
  });

  it('keeps a reply that was committed and not published, for the next worker to publish', async () => {
    const world = createWorld();
    await snapshot(world, { generation: 1, version: 1, epoch: 1 }, 'on its way', 't-1');

    const fence = await take(world);

    expect(await world.state.store.begin(ref('t-1'), fence, 'run')).toMatchObject({
      kind: 'answered',
      published: false,
      reply: expect.stringContaining('on its way'),
    });
  });

  it('forgets a conversation that was tombstoned, but not the generation it was of', async () => {
    const world = createWorld();
    const future = world.clock.now() + 1_000_000;
    await snapshot(world, { generation: future, version: 1, epoch: 1 }, 'old');
    await world.log.append({
      topic: topics.conversations,
      partition: home,
      key: new TextEncoder().encode('c-1'),
      value: null,
      headers: {},
    });

    const fence = await take(world);

    expect(await world.state.gateway.view('c-1')).toBeNull();
    expect(fence.generation).toBe(future + 1);
  });

  it('refuses a fence from before a loss, although the log has no snapshot of its generation', async () => {
    const world = createWorld();
    const before = await take(world);
    await world.flush();
    await take(world);

    await expect(world.state.store.begin(ref('t-1'), before, 'run')).rejects.toMatchObject({ kind: 'fenced' });
  });

  it('skips what is neither snapshot nor reply', async () => {
    const world = createWorld();
    const rubbish = {
      partition: home,
      key: new TextEncoder().encode('c-1'),
      value: new Uint8Array([1, 2]),
      headers: {},
    };
    await world.log.append({ topic: topics.conversations, ...rubbish });
    await world.log.append({ topic: topics.replies, ...rubbish });
    await snapshot(world, { generation: 1, version: 1, epoch: 1 }, 'kept');

    await take(world);

    expect(await textsOf(world)).toEqual(['kept']);
  });

  it('waits while another worker restores it, and claims it then', async () => {
    const world = createWorld();
    await snapshot(world, { generation: 1, version: 1, epoch: 1 }, 'kept');
    const gate = Promise.withResolvers<void>();
    const other = world.state.store.restore(home, 7, slowly(gate.promise), atStart);
    const mine = acquirePartition({ ...acquireDeps(world), store: racing(world) }, home, new AbortController().signal);
    await world.clock.advance(400);
    gate.resolve();
    await other;

    expect(await whilePassing(world.clock, mine)).toEqual({ partition: home, generation: 7, epoch: 2 });
  });

  it('claims nothing for a worker that was frozen, from the one that owns it by then', async () => {
    const world = createWorld();
    const thawed = Promise.withResolvers<void>();
    const signal = new AbortController().signal;
    const taken = acquirePartition({ ...acquireDeps(world), holds: () => thawed.promise }, home, signal);
    await world.clock.advance(5_000);
    const owner = await take(world);
    await world.state.store.check(owner);

    thawed.resolve();

    expect(await whilePassing(world.clock, taken)).toEqual({ ...owner, epoch: owner.epoch + 1 });
  });

  it('asks for the lease again before it claims after a rest', async () => {
    const world = createWorld();
    let confirmations = 0;
    const holds = async (): Promise<void> => void confirmations++;
    const other = world.state.store.restore(home, 7, slowly(wait(world.clock, 2_000)), atStart);

    const deps = { ...acquireDeps(world), store: racing(world), holds };
    await whilePassing(world.clock, acquirePartition(deps, home, new AbortController().signal));
    await other;

    expect(confirmations).toBeGreaterThan(1);
  });

  it('goes on restoring when the partition has been lost meanwhile', async () => {
    const world = createWorld();
    await snapshot(world, { generation: 1, version: 1, epoch: 1 }, 'kept');
    const partition = new AbortController();
    const read = world.log.read.bind(world.log);
    let reads = 0;
    const log = {
      read: (...args: Parameters<typeof read>) => {
        reads++;
        partition.abort(new TurnfleetError('fenced', 'The partition is no longer ours.'));
        return read(...args);
      },
    };
    const { state } = world;

    const taken = acquirePartition({ ...acquireDeps(world), log }, home, partition.signal);

    await expect(taken).rejects.toMatchObject({ kind: 'fenced' });
    expect(reads).toBe(1);
    expect(await state.store.claim(home)).toEqual({ kind: 'lost' });
  });

  it('waits while the store is away, and no longer than it owns the partition', async () => {
    const world = createWorld();
    const partition = new AbortController();
    const away = async (): Promise<never> => {
      throw new TurnfleetError('overloaded', 'Redis cannot be reached.');
    };
    const { clock, state } = world;
    const taken = acquirePartition(
      { ...acquireDeps(world), store: { ...state.store, claim: away } },
      home,
      partition.signal,
    );
    await clock.advance(30_000);

    partition.abort(new TurnfleetError('fenced', 'The partition is no longer ours.'));

    await expect(taken).rejects.toMatchObject({ kind: 'fenced' });
    expect(clock.pending).toBe(0);
  });
});

describe('taking a partition of a store that went back', () => {
  /** Two turns of c-1, of which the copy of the store has the first. */
  async function twoTurns() {
    const world = createWorld();
    const worker = createWorker(world, 'A', { model: [{ text: 'one' }, { text: 'two' }] });
    await worker.run(await world.submit());
    const copy = world.server.copy();
    await worker.run(await world.submit({ turnId: 't-2' }));
    return { world, copy };
  }

  it.each(['rollBackTo', 'rollBackQuietly'] as const)('turns that readers have seen forgotten: %s', async (how) => {
    const { world, copy } = await twoTurns();
    const worker = createWorker(world, 'B');
    await worker.claim(home);
    world.server[how](copy);

    const fence = await whilePassing(world.clock, worker.claim(home));

    expect(await textsOf(world)).toEqual(['one', 'two']);
    const begun = await worker.deps.store.begin(ref('t-2'), fence, 'run');
    expect(begun).toMatchObject({ kind: 'answered', published: true });
  });

  // Once journal ids were given twice.
  it('notices by the log that the same server went back, in a worker that has just started', async () => {
    const { world, copy } = await twoTurns();
    const [generation] = await endOfJournal(world);
    world.server.rollBackQuietly(copy);

    const fence = await whilePassing(world.clock, createWorker(world, 'B').claim(home));

    expect(await textsOf(world)).toEqual(['one', 'two']);
    expect(fence.generation).toBeGreaterThan(Number(generation));
    expect(await world.state.journal.read('c-1', `${generation}-1`)).toEqual({ kind: 'gap' });
  });

  // Once whole topics were read for the last few records.
  it('begins at the positions that the copy has', async () => {
    const { world, copy } = await twoTurns();
    world.server.rollBackTo(copy);
    const from: [string, bigint][] = [];
    const log = {
      read: (topic: string, partition: number, offset: bigint) => {
        from.push([topic, offset]);
        return world.log.read(topic, partition, offset);
      },
    };

    await whilePassing(
      world.clock,
      acquirePartition({ ...acquireDeps(world), log }, home, new AbortController().signal),
    );

    expect(from).toEqual([
      [topics.conversations, 1n],
      [topics.replies, 1n],
    ]);
  });

  it('catches up again when the store goes back during the catch-up', async () => {
    const { world, copy } = await twoTurns();
    world.server.rollBackTo(copy);
    const deps = acquireDeps(world);
    let times = 0;
    const store: AcquireDeps['store'] = {
      ...deps.store,
      catchUp: async (fence, conversations, applied) => {
        if (++times === 1) world.server.rollBackTo(copy);
        return deps.store.catchUp(fence, conversations, applied);
      },
    };

    await whilePassing(world.clock, acquirePartition({ ...deps, store }, home, new AbortController().signal));

    // Once in vain, once to apply, once to note it.
    expect([times, await textsOf(world)]).toEqual([3, ['one', 'two']]);
  });

  // Once the reply was published twice.
  it('knows what a dead worker published when its turn comes again', async () => {
    const world = createWorld();
    const record = await world.submit();
    const dying = createWorker(world, 'A', {
      meddle: (step, when) => {
        if (step === 'settle' && when === 'before') throw new Error('killed');
      },
    });
    await expect(dying.run(record)).rejects.toThrow('killed');

    expect(await createWorker(world, 'B').run(record)).toBe('done');

    expect(await world.repliesTo()).toHaveLength(1);
    expect((await world.journal()).at(-1)).toMatchObject({
      type: 'reply.completed',
      reply: toldReply(await world.replyTo()),
    });
  });
});

describe('rebuilding a partition', () => {
  it('goes on as often as the store is flushed in the midst of it', async () => {
    const world = createWorld();
    await snapshot(world, { generation: 1, version: 1, epoch: 1 }, 'kept');
    const deps = acquireDeps(world);
    let times = 0;
    const store: AcquireDeps['store'] = {
      ...deps.store,
      restore: async (partition, generation, conversations, applied) =>
        deps.store.restore(partition, generation, flushing(conversations), applied).finally(() => void times++),
    };
    async function* flushing(conversations: AsyncIterable<RestoredConversation>) {
      for await (const found of conversations) {
        yield found;
        if (times < 3) world.server.flush();
      }
    }

    await whilePassing(world.clock, acquirePartition({ ...deps, store }, home, new AbortController().signal));

    expect([times, await textsOf(world)]).toEqual([4, ['kept']]);
  });

  it('ends well where several workers do it at once: the last one to claim owns it', async () => {
    const world = createWorld();
    await snapshot(world, { generation: 1, version: 1, epoch: 1 }, 'kept');
    const workers = ['A', 'B', 'C'].map((name) => createWorker(world, name));

    const fences = await whilePassing(world.clock, Promise.all(workers.map((worker) => worker.claim(home))));

    const newest = Math.max(...fences.map(({ epoch }) => epoch));
    expect(fences.filter(({ epoch }) => epoch === newest)).toHaveLength(1);
    expect(await textsOf(world)).toEqual(['kept']);
  });

  it('lets other partitions be taken while it takes long', async () => {
    const world = createWorld();
    const other = (home + 1) % partitions;
    const deps = acquireDeps(world);
    await acquirePartition(deps, other, new AbortController().signal);
    const gate = Promise.withResolvers<void>();
    const slow: AcquireDeps['log'] = {
      async *read(topic, partition, from) {
        if (partition === home) await gate.promise;
        yield* world.log.read(topic, partition, from);
      },
    };
    const long = acquirePartition({ ...deps, log: slow }, home, new AbortController().signal);

    expect((await acquirePartition({ ...deps, log: slow }, other, new AbortController().signal)).partition).toBe(other);

    gate.resolve();
    await whilePassing(world.clock, long);
  });

  it('says how far it is while it takes long, and counts it', async () => {
    const world = createWorld();
    await snapshot(world, { generation: 1, version: 1, epoch: 1 }, 'kept');
    await reply(world, 't-1', 1, 'kept');
    const info = jest.fn<Logger['info']>();
    const rebuilt = jest.fn<AcquireDeps['metrics']['rebuilt']>();
    const slow: AcquireDeps['log'] = {
      async *read(topic, partition, from) {
        await wait(world.clock, 6_000);
        yield* world.log.read(topic, partition, from);
      },
    };
    const watched = { ...acquireDeps(world), metrics: { ...acquireDeps(world).metrics, rebuilt } };
    const deps = { ...watched, log: slow, logger: { ...silentLogger, info } };

    await whilePassing(world.clock, acquirePartition(deps, home, new AbortController().signal));

    const told = info.mock.calls.map(([state]) => state);
    expect(told.slice(0, 2)).toMatchObject([
      { partition: home, reason: 'lost', records: 1 },
      { records: 2, written: 0 },
    ]);
    expect(told.at(-1)).toMatchObject({ records: 4, written: 2, conversations: 1, offsets: '2', ms: 12_000 });
    expect(rebuilt.mock.calls).toEqual([['lost', 12_000, 4, 1]]);
  });

  // Once a first start was told as a loss.
  it('warns only of a partition of which the log has something', async () => {
    const world = createWorld();
    const warn = jest.fn<Logger['warn']>();
    const info = jest.fn<Logger['info']>();
    const deps = { ...acquireDeps(world), logger: { ...silentLogger, warn, info } };
    const from = (partition: number) => acquirePartition(deps, partition, new AbortController().signal);
    await from(home);
    expect([warn, info].flatMap(({ mock }) => mock.calls)).toEqual([]);

    await snapshot(world, { generation: 1, version: 1, epoch: 1 }, 'kept');
    await world.flush();
    await from(home);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(info).toHaveBeenCalledTimes(1);
  });

  // Once the last reply of an old conversation was hidden for ever.
  it('counts a reply as published whose record the log has dropped', async () => {
    const world = createWorld();
    await snapshot(world, { generation: 1, version: 1, epoch: 1 }, 'eight days ago', 't-1');
    await world.clock.advance(8 * 24 * 3_600_000);

    await take(world);

    expect(await textsOf(world)).toEqual(['eight days ago']);
    expect((await world.state.gateway.view('c-1'))?.running).toEqual([]);
  });

  it('takes no reply for told by a clock that is years ahead', async () => {
    const world = createWorld();
    await snapshot(world, { generation: 1, version: 1, epoch: 1 }, 'just now', 't-1');
    const deps = { ...acquireDeps(world), clock: wrongBy(world.clock, 10 * yearMs) };

    const fence = await whilePassing(world.clock, acquirePartition(deps, home, new AbortController().signal));

    expect(fence.generation).toBeLessThanOrEqual(world.clock.now());
    expect(await world.state.store.begin(ref('t-1'), fence, 'run')).toMatchObject({
      kind: 'answered',
      published: false,
    });
  });

  // Once the partition stood still until the date was past it.
  it('goes on from a generation that is years ahead', async () => {
    const world = createWorld();
    await take(world);
    const ahead = world.clock.now() + 10 * yearMs;
    await snapshot(world, { generation: ahead, version: 1, epoch: 1 }, 'by a clock that was wrong');
    const before = world.clock.now();

    const fence = await take(world);

    expect(fence.generation).toBe(ahead + 1);
    expect(await textsOf(world)).toEqual(['by a clock that was wrong']);
    expect(world.clock.now() - before).toBeLessThan(1_000);
    expect(await take(world)).toEqual({ ...fence, epoch: fence.epoch + 1 });
  });

  it('reads all again when a snapshot was compacted away between two readings', async () => {
    const world = createWorld();
    for (let i = 0; i < 10; i++)
      await snapshot(world, { generation: 1, version: i + 1, epoch: 1 }, 'x'.repeat(100_000));
    let readings = 0;
    const log: AcquireDeps['log'] = {
      async *read(topic, partition, from) {
        const second = topic === topics.conversations && ++readings === 2;
        for await (const record of world.log.read(topic, partition, from)) if (!second) yield record;
      },
    };

    await whilePassing(
      world.clock,
      acquirePartition({ ...acquireDeps(world), log }, home, new AbortController().signal),
    );

    expect(readings).toBe(4);
    expect(await textsOf(world)).toHaveLength(10);
  });
});

/** Another worker's restore, which takes its time. */
async function* slowly(gate: Promise<void>): AsyncGenerator<never> {
  await gate;
}

/** A store whose restore is always beaten by another worker's. */
function racing({ state: { store } }: World) {
  return {
    ...store,
    restore: async (): Promise<never> => {
      await settle();
      throw new TurnfleetError('fenced', 'Another worker restores this partition.');
    },
  };
}

describe('partitions that were added', () => {
  // Once it was filled with conversations that nobody looks for.
  it('have the rebuild of a lost store refused', async () => {
    const world = createWorld();
    await snapshot(world, { generation: 1, version: 1, epoch: 1 }, 'Hi');
    const deps = { ...acquireDeps(world), partitions: partitions * 8 };
    const now = homePartition('c-1', deps.partitions);
    expect(now).not.toBe(home);

    const refused = acquirePartition(deps, home, new AbortController().signal);

    await expect(refused).rejects.toMatchObject({
      kind: 'invalid_request',
      message: expect.stringContaining(`partition ${home} whose home is ${now} of ${deps.partitions}`),
    });
    expect(await world.state.audit.partition(home)).toBeNull();
  });

  it('are taken by a worker that does not count them, without reading what the topics lack', async () => {
    const world = createWorld();
    const fence = await acquirePartition(acquireDeps(world), partitions, new AbortController().signal);
    expect(fence).toMatchObject({ partition: partitions });
  });
});

describe('a snapshot that this version cannot read', () => {
  const bytes = new TextEncoder().encode('{"generation":"of another kind"}');

  it('is counted, said once and kept among the dead letters, while the partition is taken', async () => {
    const world = createWorld();
    const key = new TextEncoder().encode('c-1');
    const headers = { ce_id: new TextEncoder().encode('s-1') };
    await world.log.append({ topic: topics.conversations, partition: home, key, value: bytes, headers });
    await snapshot(world, { generation: 1, version: 1, epoch: 1 }, 'There are 3.');
    const error = jest.fn<Logger['error']>();
    const unreadable = jest.fn();
    const deps = acquireDeps(world);
    const watched = { ...deps, logger: { ...silentLogger, error }, metrics: { ...deps.metrics, unreadable } };
    const { signal } = new AbortController();

    await whilePassing(world.clock, acquirePartition(watched, home, signal));

    expect(unreadable.mock.calls).toEqual([[1]]);
    expect(error).toHaveBeenCalledTimes(1);
    const letters = await world.allIn(topics.deadLetters);
    expect(letters).toMatchObject([{ key, value: bytes, headers }]);
    expect(letters[0] && decodeDeadLetter(letters[0])).toMatchObject({
      kind: 'internal',
      origin: { topic: topics.conversations, partition: home, offset: 0n },
    });
    expect((await world.state.gateway.view('c-1'))?.conversation.version).toBe(1);
    await whilePassing(world.clock, acquirePartition(watched, home, signal));
    expect(await world.allIn(topics.deadLetters)).toHaveLength(1);
  });

  it('is no tombstone of somebody else, which ends what stands before it', async () => {
    const world = createWorld();
    const unreadable = jest.fn();
    const deps = acquireDeps(world);
    const key = new TextEncoder().encode('c-1');
    await world.log.append({ topic: topics.conversations, partition: home, key, value: null, headers: {} });
    await whilePassing(
      world.clock,
      acquirePartition({ ...deps, metrics: { ...deps.metrics, unreadable } }, home, new AbortController().signal),
    );
    expect(unreadable).not.toHaveBeenCalled();
    expect(await world.allIn(topics.deadLetters)).toEqual([]);
  });
});
