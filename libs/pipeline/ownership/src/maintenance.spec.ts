import { describe, expect, it, jest } from '@jest/globals';
import { decodeSnapshot, decodeTombstone, encodeTombstone, homePartition, topics } from '@turnfleet/contract/events';
import { endedTurnSchema, type PendingCall } from '@turnfleet/contract/schemas';
import { endTurn } from '@turnfleet/conversation';
import { atStart, replyTo } from '@turnfleet/conversation/testing';
import { type Clock, type Logger, silentLogger, TurnfleetError } from '@turnfleet/core';
import {
  createWorker,
  createWorld,
  partitions,
  startOwner,
  type WorkerOptions,
  type World,
  whilePassing,
  wrongBy,
} from '@turnfleet/pipeline-testing';
import { startMaintenance } from './maintenance.ts';

const home = homePartition('c-1', partitions);
const idleMs = 600_000;
const everyMs = 60_000;

/** A worker that tends its partitions, and what it answers in the log. */
async function tender(world: World, options: WorkerOptions = {}, clock: Clock = world.clock) {
  const warn = jest.fn<Logger['warn']>();
  const forgotten = jest.fn<() => void>();
  const worker = createWorker(world, 'A', options);
  const { engine, fences } = await startOwner(world, worker);
  const maintenance = startMaintenance({
    ...worker.deps,
    clock,
    log: { append: worker.deps.log.append.bind(worker.deps.log), read: world.log.read.bind(world.log) },
    current: worker.deps.store.current.bind(worker.deps.store),
    append: worker.deps.log.append.bind(worker.deps.log),
    limits: world.limits,
    logger: { ...silentLogger, warn },
    random: () => 0.5,
    metrics: { forgotten },
    owned: () => [...fences.values()],
    idleMs,
    everyMs,
  });
  maintenance.start(engine);
  await world.clock.advance(1_000);
  const stop = async (): Promise<void> => {
    const tended = maintenance.stop();
    await whilePassing(world.clock, engine.drain());
    await tended;
  };
  return { worker, engine, fences, warn, forgotten, stop };
}

const tombstones = async (world: World) =>
  (await world.allIn(topics.conversations)).flatMap((record) => decodeTombstone(record) ?? []);

async function answered(world: World, turnId = 't-1'): Promise<void> {
  await world.submit({ turnId });
  await world.clock.advance(2_000);
  await world.replyTo(turnId);
}

describe('a conversation in which nobody writes any more', () => {
  it('ends with a tombstone of its rank and leaves the store, once', async () => {
    const world = createWorld();
    const { fences, forgotten, warn, stop } = await tender(world);
    await answered(world);
    await world.clock.advance(idleMs - everyMs);
    expect(await tombstones(world)).toEqual([]);

    await world.clock.advance(3 * everyMs);

    const fence = fences.get(home);
    expect(await tombstones(world)).toEqual([{ generation: fence?.generation, version: 1, epoch: fence?.epoch }]);
    expect(await world.state.gateway.view('c-1')).toBeNull();
    expect(forgotten).toHaveBeenCalledTimes(1);
    expect(warn).not.toHaveBeenCalled();
    await stop();
    expect(world.clock.pending).toBe(0);
  });

  it('live conversation ended for good by a worker whose clock is years ahead: it goes by the time of the store', async () => {
    const world = createWorld();
    const { stop, warn } = await tender(world, {}, wrongBy(world.clock, 10 * 365 * 24 * 3_600_000));
    await answered(world);
    await world.clock.advance(3 * everyMs);
    expect(await tombstones(world)).toEqual([]);
    expect(await world.state.gateway.view('c-1')).not.toBeNull();
    expect(warn).not.toHaveBeenCalled();
    await stop();
  });

  it('begins anew when the shopper comes back, and that is what a restore brings', async () => {
    const world = createWorld();
    const { stop } = await tender(world, { model: [{ text: 'one' }, { text: 'two' }] });
    await answered(world);
    await world.clock.advance(idleMs + 2 * everyMs);
    await answered(world, 't-2');
    expect(await world.replyTo('t-2')).toMatchObject({ text: 'two', version: 2 });
    const before = await world.state.gateway.view('c-1');
    expect(before?.conversation.turns.map(({ turnId }) => turnId)).toEqual(['t-2']);
    await stop();

    await world.flush();
    await whilePassing(world.clock, createWorker(world, 'B').claim(home));

    expect(await world.state.gateway.view('c-1')).toEqual(before);
  });

  it('stays as long as a yes may still come', async () => {
    const world = createWorld();
    const { fences, stop } = await tender(world);
    const fence = fences.get(home);
    if (!fence) throw new Error('The partition is not owned.');
    await stop();
    const worker = createWorker(world, 'B');
    const mine = await whilePassing(world.clock, worker.claim(home));
    const expiresAt = new Date(world.clock.now() + 2 * idleMs).toISOString();
    const held: PendingCall = {
      key: 'k',
      callId: 'call',
      tool: 'reserve_stock',
      arguments: {},
      turnId: 't-1',
      expiresAt,
      shopper: null,
      askedAt: null,
      publishedAt: null,
    };
    const { text, submittedAt } = endedTurnSchema.parse({
      ...{ turnId: 't-1', text: 'Reserve one', submittedAt: '2026-01-01T00:00:00.000Z' },
      reply: replyTo('c-1', 't-1', 1),
    });
    const reply = replyTo('c-1', 't-1', 1);
    const begun = await worker.deps.store.begin(reply, mine, 'run');
    if (begun.kind !== 'fresh') throw new Error('It is answered.');
    const conversation = endTurn(begun.conversation, { text, submittedAt }, reply, held);
    const replies = [{ turnId: 't-1', reply: JSON.stringify(reply) }];
    await worker.deps.store.commit({ conversationId: 'c-1', basedOn: 0, conversation, replies }, mine);
    const end = { type: 'reply.completed', turnId: 't-1', reply } as const;
    await worker.deps.store.settle(reply, end, mine, atStart);

    const next = await tender(world);
    await world.clock.advance(idleMs + 3 * everyMs);
    expect(await tombstones(world)).toEqual([]);
    await world.clock.advance(idleMs);
    expect(await tombstones(world)).toHaveLength(1);
    await next.stop();
  });

  it('is forgotten by the next worker, where one died between tombstone and store', async () => {
    const world = createWorld();
    const meddle = (step: string): void => {
      if (step === 'expire') throw new TurnfleetError('internal', 'The worker is dead.');
    };
    const { warn, stop } = await tender(world, { meddle });
    await answered(world);
    await world.clock.advance(idleMs + everyMs);
    expect(await tombstones(world)).not.toEqual([]);
    expect(warn).toHaveBeenCalled();
    expect(await world.state.gateway.view('c-1')).not.toBeNull();
    await stop();

    const next = createWorker(world, 'B');
    const fence = await whilePassing(world.clock, next.claim(home));

    expect(await world.state.gateway.view('c-1')).toBeNull();
    const begun = await next.deps.store.begin({ conversationId: 'c-1', turnId: 't-2' }, fence, 'run');
    expect(begun).toMatchObject({ kind: 'fresh', conversation: { version: 1, turns: [] } });
    await next.run(await world.submit({ turnId: 't-2' }));
    const last = (await world.allIn(topics.conversations)).at(-1);
    expect(last && decodeSnapshot(last)?.conversation.version).toBe(2);
  });

  it('goes on despite the tombstone of a worker that lost the partition', async () => {
    const world = createWorld();
    const first = await tender(world, { model: [{ text: 'one' }] });
    const old = first.fences.get(home);
    await answered(world);
    await first.stop();
    const next = await tender(world, { model: [{ text: 'two' }] });
    await answered(world, 't-2');
    if (!old) throw new Error('The partition was not owned.');
    await world.log.append(encodeTombstone('c-1', { ...old, version: 1 }, home));
    await next.stop();

    await world.flush();
    await whilePassing(world.clock, createWorker(world, 'C').claim(home));

    const view = await world.state.gateway.view('c-1');
    expect(view?.conversation.turns.map(({ turnId }) => turnId)).toEqual(['t-1', 't-2']);
  });

  it('has a turn that comes in the middle wait, and answers it anew', async () => {
    const world = createWorld();
    const held = Promise.withResolvers<void>();
    const meddle = (step: string): Promise<void> | undefined => (step === 'expire' ? held.promise : undefined);
    const { worker, stop } = await tender(world, { model: [{ text: 'one' }, { text: 'two' }], meddle });
    await answered(world);
    await world.clock.advance(idleMs + everyMs);
    await world.submit({ turnId: 't-2' });
    await world.clock.advance(1_000);
    expect(worker.seen.filter((step) => step === 'begin')).toHaveLength(1);
    held.resolve();
    await world.clock.advance(2_000);
    expect(await world.replyTo('t-2')).toMatchObject({ text: 'two', version: 2 });
    await stop();
  });

  // Once compaction left the old one alone.
  it('is written again behind an old record that somebody wrote late', async () => {
    const world = createWorld();
    const { stop } = await tender(world);
    await answered(world);
    await world.log.append(encodeTombstone('c-1', { generation: 1, version: 1, epoch: 1 }, home));

    await world.clock.advance(2 * everyMs);

    const last = (await world.allIn(topics.conversations)).at(-1);
    expect(last && decodeSnapshot(last)).toMatchObject({ conversation: { conversationId: 'c-1', version: 1 } });
    const length = (await world.allIn(topics.conversations)).length;
    await world.clock.advance(2 * everyMs);
    expect(await world.allIn(topics.conversations)).toHaveLength(length);
    await stop();
  });

  it('is looked at again where the store was away', async () => {
    const world = createWorld();
    let away = true;
    const { worker, warn, stop } = await tender(world);
    const { store } = worker.deps;
    const idle = store.idle.bind(store);
    const gone = new TurnfleetError('overloaded', 'The store is away.');
    Object.assign(store, {
      idle: (...args: Parameters<typeof idle>) => (away ? Promise.reject(gone) : idle(...args)),
    });
    await answered(world);
    await world.clock.advance(idleMs + 2 * everyMs);
    expect(await tombstones(world)).toEqual([]);
    away = false;
    await world.clock.advance(everyMs);
    expect(await tombstones(world)).toHaveLength(1);
    expect(warn).not.toHaveBeenCalled();
    await stop();
  });
});
