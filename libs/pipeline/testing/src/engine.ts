import { topics } from '@turnfleet/contract/events';
import type { Fence } from '@turnfleet/conversation';
import { startTurnEngine, type TurnEngine } from '@turnfleet/turn-engine';
import { joiningLaneOf, laneOf } from '@turnfleet/worker';
import type { WorldWorker } from './worker.ts';
import { partitions, type World } from './world.ts';

/** The worker as a member of the group, taking turns from the log by itself. */
export function startEngine(
  { clock, log }: World,
  { deps, claim, process }: WorldWorker,
  coalesceMs = 0,
): Promise<TurnEngine> {
  return startTurnEngine<Fence>({
    log,
    clock,
    claim,
    process,
    group: deps.group,
    topic: topics.turns,
    capacity: { turns: 100, bytes: 2 ** 20 },
    commitIntervalMs: 500,
    drainMs: 5_000,
    stuckAfterMs: 90_000,
    leaseMs: 7_000,
    coalesceMs,
    laneOf: coalesceMs > 0 ? joiningLaneOf(deps.decode, partitions) : laneOf(deps.decode),
  });
}

/** The same, and the fences under which it holds partitions. */
export async function startOwner(world: World, worker: WorldWorker) {
  const fences = new Map<number, Fence>();
  const claim: WorldWorker['claim'] = async (partition, context) => {
    const fence = await worker.claim(partition, context);
    fences.set(partition, fence);
    return fence;
  };
  return { engine: await startEngine(world, { ...worker, claim }), fences };
}
