import { Semaphore, silentLogger } from '@turnfleet/core';
import { type AcquireAsOwnerDeps, createReadPositions } from '@turnfleet/ownership';
import { partitions, type World } from './world.ts';

/** What taking a partition needs, as one more worker has it. */
export function acquireDeps({ clock, log, state, limits, handoffs }: World): AcquireAsOwnerDeps {
  const metrics = { rebuilt: () => undefined, unreadable: () => undefined };
  const holds = async () => undefined;
  const known = createReadPositions();
  const rewriting = {
    current: state.store.current.bind(state.store),
    append: log.append.bind(log),
    holds,
    known,
    limits,
    handoffs,
  };
  return {
    store: state.store,
    log,
    partitions,
    clock,
    logger: silentLogger,
    restoring: new Semaphore(1),
    metrics,
    ...rewriting,
  };
}
