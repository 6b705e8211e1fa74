import { describe, expect, it } from '@jest/globals';
import { decodeTimedOut, decodeTimer, topics } from '@turnfleet/contract/events';
import { silentLogger, TurnfleetError } from '@turnfleet/core';
import {
  createWorker,
  createWorld,
  startOwner,
  type WorkerOptions,
  type World,
  whilePassing,
} from '@turnfleet/pipeline-testing';
import { fireTimers } from './fire-timers.ts';

const secondMs = 1_000;
const times = { greeting: 300 * secondMs };

/** A worker that fires the timers of its partitions. */
async function owner(world: World, name: string, options: WorkerOptions = {}) {
  const model = Array.from({ length: 500 }, () => ({ text: 'Hello.' }));
  const worker = createWorker(world, name, { times, model, ...options });
  const { engine, fences } = await startOwner(world, worker);
  const { store, log } = worker.deps;
  const firing = fireTimers(
    { store, log, clock: world.clock, logger: silentLogger, owned: () => [...fences.values()] },
    () => engine,
  );
  firing.start();
  await world.clock.advance(secondMs);
  const stop = async (): Promise<void> => {
    const fired = firing.stop();
    await whilePassing(world.clock, engine.drain());
    await fired;
  };
  return { worker, stop };
}

const timersIn = async (world: World) =>
  (await world.allIn(topics.turns)).flatMap((record) => decodeTimer(record) ?? []);
const timedOut = async (world: World) =>
  (await world.allIn(topics.events)).flatMap((record) => decodeTimedOut(record) ?? []);

async function talked(world: World, conversations: number): Promise<void> {
  for (let i = 0; i < conversations; i++) await world.submit({ conversationId: `c-${i}`, text: 'Hi' });
  await world.clock.advance(5 * secondMs);
}

describe('timers that are due', () => {
  it('are put among the turns within a second, and end their dialogues', async () => {
    const world = createWorld();
    const { worker, stop } = await owner(world, 'A');
    await talked(world, 3);
    await world.clock.advance(290 * secondMs);
    expect(worker.counts.ranOut).toEqual([]);
    await world.clock.advance(10 * secondMs);
    expect(worker.counts.ranOut).toEqual(['greeting', 'greeting', 'greeting']);
    expect((await timedOut(world)).map(({ conversationId }) => conversationId).sort()).toEqual(['c-0', 'c-1', 'c-2']);
    await world.clock.advance(3_600 * secondMs);
    expect(await timedOut(world)).toHaveLength(3);
    await stop();
  });

  it('of an hour without a worker come spread out, each once', async () => {
    const world = createWorld();
    const first = await owner(world, 'A');
    await talked(world, 220);
    await first.stop();
    await world.clock.advance(3_600 * secondMs);
    const { worker, stop } = await owner(world, 'B');
    const perSecond: number[] = [];
    for (let second = 0; second < 12; second++) {
      const before = worker.counts.ranOut.length;
      await world.clock.advance(secondMs);
      perSecond.push(worker.counts.ranOut.length - before);
    }
    expect(Math.max(...perSecond)).toBeLessThanOrEqual(50);
    expect(worker.counts.ranOut).toHaveLength(220);
    expect(new Set((await timedOut(world)).map(({ conversationId }) => conversationId)).size).toBe(220);
    await stop();
  });

  it('are fired again when their worker died with them in hand, and end once', async () => {
    const world = createWorld();
    let dead = false;
    const meddle = (step: string, when: string): void => {
      if (step === 'claim timers' && when === 'after') dead ||= world.clock.now() > Date.parse('2026-01-01T00:05:00Z');
      if (dead) throw new TurnfleetError('overloaded', 'Gone.');
    };
    const first = await owner(world, 'A', { meddle });
    await talked(world, 1);
    await world.clock.advance(310 * secondMs);
    expect([dead, await timersIn(world)]).toEqual([true, []]);
    await first.stop();
    const { worker, stop } = await owner(world, 'B');
    await world.clock.advance(70 * secondMs);
    expect(worker.counts.ranOut).toEqual(['greeting']);
    await stop();
  });
});
