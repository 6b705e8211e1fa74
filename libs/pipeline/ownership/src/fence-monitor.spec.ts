import { describe, expect, it, jest } from '@jest/globals';
import type { Fence } from '@turnfleet/conversation';
import { claimOrRestore } from '@turnfleet/conversation/testing';
import { type Logger, silentLogger, TurnfleetError } from '@turnfleet/core';
import { createWorld } from '@turnfleet/pipeline-testing';
import { monitorFences } from './fence-monitor.ts';

/** A worker that owns partitions 0 and 1, and what it is told of its fences. */
async function owner() {
  const world = createWorld();
  const { store } = world.state;
  const refused: number[] = [];
  const warn = jest.fn<Logger['warn']>();
  const parts = {
    store: { check: (fence: Fence) => store.check(fence) },
    clock: world.clock,
    logger: { ...silentLogger, warn },
  };
  const watch = monitorFences(parts);
  watch.start((partition) => void refused.push(partition));
  for (const partition of [0, 1]) watch.took(await claimOrRestore(store, partition));
  return { world, store, parts, watch, refused, warn };
}

describe('watching the partitions one owns', () => {
  it('says nothing while the store knows them', async () => {
    const { world, watch, refused } = await owner();
    await world.clock.advance(5_000);
    expect(refused).toEqual([]);
    watch.stop();
    expect(world.clock.pending).toBe(0);
  });

  // Once readers of a quiet partition waited for ever.
  it.each([
    ['was flushed', (server: ReturnType<typeof createWorld>['server']) => server.flush()],
    ['is another one', (server: ReturnType<typeof createWorld>['server']) => server.rollBackTo(server.copy())],
  ])('tells that the store %s', async (_, happen) => {
    const { world, refused, watch } = await owner();
    happen(world.server);
    await world.clock.advance(3_000);
    expect(refused).toEqual([0, 1]);
    watch.stop();
  });

  it('asks of no partition that was lost, and under the newest fence of one claimed again', async () => {
    const { world, store, refused, watch } = await owner();
    watch.lost(0);
    watch.took(await claimOrRestore(store, 1));
    await claimOrRestore(store, 0);
    await world.clock.advance(3_000);
    expect(refused).toEqual([]);
    watch.stop();
  });

  it('asks again when the store is back, and tells of what it did not expect', async () => {
    const { world, parts, store, refused, watch, warn } = await owner();
    parts.store.check = async () => {
      throw new TurnfleetError('overloaded', 'The store is away.');
    };
    await world.clock.advance(3_000);
    expect(warn).not.toHaveBeenCalled();
    world.server.flush();
    parts.store.check = (fence) => store.check(fence);
    await world.clock.advance(1_000);
    expect(refused).toEqual([0, 1]);
    for (const partition of [0, 1]) watch.took(await claimOrRestore(store, partition));
    parts.store.check = async () => {
      throw new Error('a bug');
    };
    await world.clock.advance(1_000);
    expect(warn).toHaveBeenCalledTimes(2);
    watch.stop();
  });
});
