import { describe, expect, it, jest } from '@jest/globals';
import { decodeSnapshot, encodeTombstone, homePartition, topics } from '@turnfleet/contract/events';
import { type Logger, silentLogger, TurnfleetError } from '@turnfleet/core';
import {
  createWorker,
  createWorld,
  partitions,
  startOwner,
  type WorkerOptions,
  type World,
  whilePassing,
} from '@turnfleet/pipeline-testing';
import { repairGaps } from './repair-gaps.ts';

const home = homePartition('c-1', partitions);
/** Another conversation at home in the same partition. */
const neighbour =
  Array.from({ length: 100 }, (_, i) => `n-${i}`).find((id) => homePartition(id, partitions) === home) ?? '';

async function owner(world: World, options: WorkerOptions = {}) {
  const warn = jest.fn<Logger['warn']>();
  const worker = createWorker(world, 'A', options);
  const { engine, fences } = await startOwner(world, worker);
  const { store, log, known } = worker.deps;
  const repairing = repairGaps(
    {
      log: world.log,
      clock: world.clock,
      logger: { ...silentLogger, warn },
      known,
      owned: () => [...fences.values()],
      current: store.current.bind(store),
      append: log.append.bind(log),
      limits: world.limits,
    },
    () => engine,
  );
  repairing.start();
  await world.clock.advance(1_000);
  const gap = () => {
    const fence = fences.get(home);
    return fence && known.gap(fence);
  };
  const stop = async (): Promise<void> => {
    const stopped = repairing.stop();
    await whilePassing(world.clock, engine.drain());
    await stopped;
  };
  return { worker, warn, gap, stop };
}

async function answered(world: World, turnId: string, conversationId = 'c-1'): Promise<void> {
  await world.submit({ turnId, conversationId });
  await world.clock.advance(2_000);
  await world.replyTo(turnId);
}

/** What compaction would leave of c-1. */
async function lastOf(world: World) {
  const records = await world.allIn(topics.conversations);
  const last = records.findLast(({ key }) => key && new TextDecoder().decode(key) === 'c-1');
  return last && decodeSnapshot(last)?.conversation.turns.map(({ turnId }) => turnId);
}

/** The tombstone of a worker that lost the partition long ago. */
const writtenLate = (world: World) =>
  world.log.append(encodeTombstone('c-1', { generation: 1, version: 1, epoch: 1 }, home));

describe('a record that somebody else wrote between those of the owner', () => {
  // Once compaction left the old one alone.
  it('is followed by what the store knows, though nobody claims anew', async () => {
    const world = createWorld();
    const { gap, warn, stop } = await owner(world);
    await answered(world, 't-1');
    await writtenLate(world);
    expect(await lastOf(world)).toBeUndefined();

    await answered(world, 't-2', neighbour);
    await world.clock.advance(2_000);

    expect(await lastOf(world)).toEqual(['t-1']);
    expect(gap()).toBeNull();
    expect(warn).not.toHaveBeenCalled();
    await stop();
    expect(world.clock.pending).toBe(0);
  });

  it('is read in the same look as all the others of its kind', async () => {
    const world = createWorld();
    const { gap, stop } = await owner(world);
    await answered(world, 't-1');
    for (const turnId of ['t-2', 't-3', 't-4', 't-5']) {
      await writtenLate(world);
      await world.submit({ turnId, conversationId: neighbour });
      await world.clock.advance(10);
    }
    expect(gap()).not.toBeNull();

    await world.clock.advance(1_500);

    expect(gap()).toBeNull();
    expect(await lastOf(world)).toEqual(['t-1']);
    await stop();
  });

  it('is not answered while a turn of the conversation runs, which may be about to write', async () => {
    const world = createWorld();
    const held = Promise.withResolvers<void>();
    let holding = false;
    const meddle = (step: string): Promise<void> | undefined =>
      holding && step === 'settle' ? held.promise : undefined;
    const { gap, stop } = await owner(world, { meddle });
    await answered(world, 't-1');
    await writtenLate(world);
    await answered(world, 't-2', neighbour);
    holding = true;
    await world.submit({ turnId: 't-3' });
    await writtenLate(world);
    await world.clock.advance(5_000);
    holding = false;
    held.resolve();
    await world.clock.advance(5_000);

    expect(await lastOf(world)).toEqual(['t-1', 't-3']);
    await answered(world, 't-4', neighbour);
    await world.clock.advance(2_000);
    expect(gap()).toBeNull();
    expect(await lastOf(world)).toEqual(['t-1', 't-3']);
    await stop();
  });

  it('is looked at again where the log was away', async () => {
    const world = createWorld();
    const read = world.log.read.bind(world.log);
    const { gap, warn, stop } = await owner(world);
    await answered(world, 't-1');
    await writtenLate(world);
    await answered(world, 't-2', neighbour);
    jest.spyOn(world.log, 'read').mockImplementation(() => {
      throw new TurnfleetError('overloaded', 'No broker answers.');
    });
    await world.clock.advance(3_000);
    expect(warn).not.toHaveBeenCalled();
    jest.spyOn(world.log, 'read').mockImplementation(read);
    await world.clock.advance(3_000);

    expect(await lastOf(world)).toEqual(['t-1']);
    expect(gap()).toBeNull();
    await stop();
  });
});
