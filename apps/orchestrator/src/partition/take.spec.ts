import { describe, expect, it } from '@jest/globals';
import { type Conversation, encodeReply, encodeSnapshot, homePartition, topics } from '@turnfleet/contract';
import { snapshotOf } from '@turnfleet/conversation';
import { atStart, endedTurn, replyTo } from '@turnfleet/conversation/testing';
import { Semaphore, silentLogger, TurnfleetError } from '@turnfleet/core';
import { settle } from '@turnfleet/core/testing';
import { createWorld, partitions, type World, whilePassing } from '../testing.ts';
import { takePartition } from './take.ts';

const home = homePartition('c-1', partitions);
const ref = (turnId: string) => ({ conversationId: 'c-1', turnId });

function take(world: World, signal = new AbortController().signal) {
  const { clock, log, state } = world;
  return whilePassing(
    clock,
    takePartition({ store: state.store, log, clock, logger: silentLogger, restoring: new Semaphore(1) }, home, signal),
  );
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
  const conversation: Conversation = { conversationId: 'c-1', version, state: 'completion', held, turns };
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

const textsOf = async (world: World): Promise<string[]> =>
  ((await world.state.desk.view('c-1'))?.conversation.turns ?? []).map((turn) => turn.reply.text);

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
  ])('last snapshot taken for the highest: restores the highest by $by', async ({ high, low }) => {
    const world = createWorld();
    await snapshot(world, high, 'high');
    await snapshot(world, low, 'low');

    const fence = await take(world);

    expect(new Set(await textsOf(world))).toEqual(new Set(['high']));
    expect(fence.generation).toBeGreaterThan(2);
  });

  it('second terminal record taken for the reply: restores the first one of a turn', async () => {
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
    const held = { ...wish, key: 'key-1', expiresAt: '2026-01-05T10:10:00.000Z' };
    await reply(world, 't-1', 1, seen);
    await snapshot(world, { generation: 1, version: 1, epoch: 1 }, 'asked', '', held);
    const fence = await take(world);
    const begun = await world.state.store.begin({ conversationId: 'c-1', turnId: 't-2' }, fence, 'run');

    expect(begun).toMatchObject({ kind: 'fresh', conversation: { held: holds ? held : null } });
  });

  it('reply that no reader has seen shown in the conversation', async () => {
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

    expect(await world.state.desk.view('c-1')).toBeNull();
    expect(fence.generation).toBe(future + 1);
  });

  it('fence from before a loss valid again, although the log has no snapshot of its generation', async () => {
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
    const mine = takePartition(
      { store: racing(world), log: world.log, clock: world.clock, logger: silentLogger, restoring: new Semaphore(1) },
      home,
      new AbortController().signal,
    );
    await world.clock.advance(400);
    gate.resolve();
    await other;

    expect(await whilePassing(world.clock, mine)).toEqual({ partition: home, generation: 7, epoch: 2 });
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
    const { clock, state } = world;

    const taken = takePartition(
      { store: state.store, log, clock, logger: silentLogger, restoring: new Semaphore(1) },
      home,
      partition.signal,
    );

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
    const { clock, log, state } = world;
    const taken = takePartition(
      { store: { ...state.store, claim: away }, log, clock, logger: silentLogger, restoring: new Semaphore(1) },
      home,
      partition.signal,
    );
    await clock.advance(30_000);

    partition.abort(new TurnfleetError('fenced', 'The partition is no longer ours.'));

    await expect(taken).rejects.toMatchObject({ kind: 'fenced' });
    expect(clock.pending).toBe(0);
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
