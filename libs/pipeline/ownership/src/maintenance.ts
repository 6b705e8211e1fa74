import type { ConversationStore, Fence } from '@turnfleet/conversation';
import { type Logger, type Random, type Repeating, repeat, spread } from '@turnfleet/core';
import { type ExpireIdleDeps, expireIdle } from './expire-idle.ts';
import { isInterruption } from './interruption.ts';
import type { MaintenanceMetrics } from './maintenance-metrics.ts';
import { type IdleLanes, type ReadDeps, readUnknown } from './read-unknown.ts';

export interface MaintenanceDeps extends ExpireIdleDeps, Pick<ReadDeps, 'current' | 'append' | 'limits'> {
  readonly log: ExpireIdleDeps['log'] & ReadDeps['log'];
  readonly store: ExpireIdleDeps['store'] & Pick<ConversationStore, 'idle' | 'now'>;
  readonly logger: Logger;
  /** From 0 to 1: so that workers do not all look at once. */
  readonly random: Random;
  readonly metrics: MaintenanceMetrics;
  /** The fences of the partitions held now. */
  readonly owned: () => readonly Fence[];
  /** How long nobody has to have written in a conversation for it to end, milliseconds. */
  readonly idleMs: number;
  /** Between one look and the next, on average, milliseconds. */
  readonly everyMs: number;
}

interface Maintenance {
  start(engine: IdleLanes): void;
  /** Begins nothing more; resolves when what is under way has ended, at the latest with the engine's drain. */
  stop(): Promise<void>;
}

/** Of a partition in one look; the others are for the next. One after another, so that turns hardly notice. */
const mostAtOnce = 1_000;

/**
 * Looks after the partitions that this worker owns: ends the conversations in which nobody writes any more, and reads what
 * others may have written behind its own last record.
 */
export function startMaintenance(deps: MaintenanceDeps): Maintenance {
  const { store, clock, logger, known, random, metrics, owned, idleMs, everyMs } = deps;
  let looking: Repeating | null = null;
  let stopped = false;

  async function expireIdleIn(fence: Fence, engine: IdleLanes): Promise<void> {
    const before = (await store.now()) - idleMs;
    for (const id of await store.idle(fence, before, mostAtOnce)) {
      if (stopped) return;
      await engine.inIdleLane(fence.partition, fence, id, async (context) => {
        if (await expireIdle(deps, fence, id, before, context)) metrics.forgotten();
      });
    }
  }

  async function look(engine: IdleLanes): Promise<void> {
    for (const fence of owned()) {
      if (stopped) return;
      try {
        await expireIdleIn(fence, engine);
        const from = known.position(fence);
        if (from !== null) await readUnknown(deps, fence, { from, to: null }, engine);
      } catch (error) {
        // The partition went away, or the store did: the next look is for whoever owns it then.
        if (isInterruption(error)) continue;
        logger.warn({ err: error, partition: fence.partition }, 'a partition was not looked after; it is tried again');
      }
    }
  }

  return {
    start: (engine) => {
      looking = repeat(
        clock,
        () => spread(everyMs, random),
        () => look(engine),
      );
      looking.start();
    },
    stop: async () => {
      stopped = true;
      await looking?.stop();
    },
  };
}
