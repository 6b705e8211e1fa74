import { describe, expect, it } from '@jest/globals';
import { decodeTimedOut, encodeTimer, homePartition, topics } from '@turnfleet/contract/events';
import type { ArmedTimer } from '@turnfleet/contract/schemas';
import { shopperText } from '@turnfleet/contract/words';
import { createWorker, createWorld, type Meddle, partitions, type World } from '@turnfleet/pipeline-testing';

const minuteMs = 60_000;
const times = { greeting: 5 * minuteMs, transaction: 30 * minuteMs, inactive: 60 * minuteMs, absolute: 120 * minuteMs };
const home = homePartition('c-1', partitions);
const view = async (world: World) => (await world.state.gateway.view('c-1'))?.conversation;

/** A conversation after one turn, and the timer that it armed. */
async function given(how: Parameters<typeof createWorker>[2] = {}, text = 'Is it in stock in Shanghai?') {
  const world = createWorld();
  const worker = createWorker(world, 'A', { times, ...how });
  await worker.run(await world.submit({ text }));
  const timer = (await view(world))?.timer;
  if (!timer) throw new Error('No timer is armed.');
  return { world, worker, timer, dueAt: Date.parse(timer.dueAt) };
}

/** The timer as its owner puts it among the turns. */
const fired = (world: World, { kind, dueAt }: ArmedTimer) =>
  world.put(encodeTimer({ conversationId: 'c-1', kind, dueAt: Date.parse(dueAt) }, home));

const idOf = ({ kind, dueAt }: ArmedTimer): string => `timer~${kind}~${Date.parse(dueAt)}`;

const events = async (world: World) => (await world.allIn(topics.events)).map((record) => decodeTimedOut(record));

const wish = { sku: 'SKU-2024-888', city: 'Shanghai', quantity: 2 };
const reserving = {
  model: [{ calls: [{ id: 'call_1', name: 'reserve_stock', arguments: JSON.stringify(wish) }] }],
};

describe('a dialogue whose time has run out', () => {
  it('ends: the shopper is told, upstreams are, and it begins anew with the next turn', async () => {
    const { world, worker, timer, dueAt } = await given();
    expect(timer).toMatchObject({ kind: 'greeting', dueAt: new Date(world.clock.now() + 5 * minuteMs).toISOString() });
    await world.clock.advance(5 * minuteMs);

    expect(await worker.run(await fired(world, timer))).toBe('done');

    const after = await view(world);
    expect(after).toMatchObject({ state: 'init', held: null, version: 2 });
    expect(after?.timer).toBeUndefined();
    const turnId = idOf(timer);
    const text = shopperText('timedOut', 'en');
    expect(await world.replyTo(turnId)).toMatchObject({ status: 'completed', text, version: 2 });
    expect(await world.journal(turnId)).toEqual([expect.objectContaining({ type: 'reply.completed', turnId })]);
    expect(await events(world)).toEqual([
      { conversationId: 'c-1', turnId, kind: 'greeting', dueAt: timer.dueAt, version: 2, text, locale: 'en' },
    ]);
    expect(worker.counts).toMatchObject({ ranOut: ['greeting'], outdated: 0, untold: 0 });
    expect(worker.ended).toHaveLength(1);
    await worker.run(await world.submit({ turnId: 't-2', text: 'Are you there?' }));
    expect(worker.model.requests.at(-1)?.messages.filter(({ role }) => role !== 'system')).toHaveLength(3);
    expect((await view(world))?.timer?.since).toBe(new Date(dueAt).toISOString());
  });

  it('drops what the shopper was asked, and says so', async () => {
    const { world, worker, timer } = await given(reserving, 'Please reserve two of them for me in Shanghai');
    expect([timer.kind, (await view(world))?.held?.tool]).toEqual(['transaction', 'reserve_stock']);
    await world.clock.advance(30 * minuteMs);
    await worker.run(await fired(world, timer));
    expect(await view(world)).toMatchObject({ state: 'init', held: null });
    expect((await world.replyTo(idOf(timer))).text).toContain(shopperText('notDone', 'en'));
    const next = createWorker(world, 'B', { times });
    await next.run(await world.submit({ turnId: 't-2', text: 'yes' }));
    expect(next.transport.calls).toEqual([]);
  });

  it('ends once, however often it fires, whoever works on it', async () => {
    const { world, worker, timer } = await given();
    await world.clock.advance(5 * minuteMs);
    await worker.run(await fired(world, timer));
    await worker.run(await fired(world, timer));
    await createWorker(world, 'B', { times }).run(await fired(world, timer));
    expect((await view(world))?.version).toBe(2);
    expect(await world.repliesTo(idOf(timer))).toHaveLength(1);
    expect(new Set((await events(world)).map((event) => event?.turnId))).toEqual(new Set([idOf(timer)]));
  });

  it('goes on if the shopper wrote before: the timer of before does nothing', async () => {
    const { world, worker, timer } = await given();
    await world.clock.advance(5 * minuteMs - 1);
    await worker.run(await world.submit({ turnId: 't-2' }));
    const before = await view(world);
    await world.clock.advance(1);
    await worker.run(await fired(world, timer));
    expect(await view(world)).toEqual(before);
    expect(await world.repliesTo(idOf(timer))).toEqual([]);
    expect(worker.counts.outdated).toBe(1);
  });

  it('is not ended by a timer that comes too early, as after a clock was set back', async () => {
    const { world, worker, timer } = await given();
    await worker.run(await fired(world, timer));
    expect((await view(world))?.version).toBe(1);
    await world.clock.advance(5 * minuteMs);
    await worker.run(await fired(world, timer));
    expect((await view(world))?.version).toBe(2);
  });

  it.each(['commit', `append ${topics.conversations}`, `append ${topics.replies}`, 'settle'])(
    'ends all the same if its worker dies at %s',
    async (step) => {
      const { world, timer } = await given();
      await world.clock.advance(5 * minuteMs);
      const record = await fired(world, timer);
      const dies: Meddle = (one, when) => {
        if (one === step && when === 'after') throw new Error('killed');
      };
      await expect(createWorker(world, 'B', { times, meddle: dies }).run(record)).rejects.toThrow('killed');
      await createWorker(world, 'C', { times }).run(record);
      expect(await view(world)).toMatchObject({ state: 'init', version: 2 });
      await world.replyTo(idOf(timer));
      expect((await events(world)).map((event) => event?.turnId)).toContain(idOf(timer));
    },
  );

  it('is known to a store that was flushed with its timer pending', async () => {
    const { world, timer } = await given();
    await world.flush();
    const worker = createWorker(world, 'B', { times });
    const fence = await worker.claim(home);
    await world.clock.advance(5 * minuteMs);
    expect(await worker.deps.store.claimTimers(fence, 10, minuteMs)).toEqual([
      { conversationId: 'c-1', kind: timer.kind, dueAt: Date.parse(timer.dueAt) },
    ]);
    await worker.process([await fired(world, timer)], fence, {
      ...{ signal: new AbortController().signal, alone: false, holds: async () => undefined },
    });
    expect((await view(world))?.version).toBe(2);
  });
});
