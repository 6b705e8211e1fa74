import type { ConversationStore, Fence } from '@turnfleet/conversation';
import { isTurnfleetError, type Logger, type Random, type Timer } from '@turnfleet/core';
import type { TurnEngine } from '@turnfleet/turn-engine';
import { type EndIdleParts, endIdle } from './end-idle.ts';
import type { TendMetrics } from './tend-metrics.ts';

export interface TendParts extends EndIdleParts {
  readonly store: EndIdleParts['store'] & Pick<ConversationStore, 'idle'>;
  readonly logger: Logger;
  /** From 0 to 1: so that workers do not all look at once. */
  readonly random: Random;
  readonly metrics: TendMetrics;
  /** The fences of the partitions held now. */
  readonly owned: () => readonly Fence[];
  /** How long nobody has to have written in a conversation for it to end, milliseconds. */
  readonly idleMs: number;
  /** Between one look and the next, on average, milliseconds. */
  readonly everyMs: number;
}

export interface Tending {
  start(engine: Pick<TurnEngine<Fence>, 'inIdleLane'>): void;
  /** Begins nothing more; resolves when what is under way has ended, at the latest with the engine's drain. */
  stop(): Promise<void>;
}

/** Of a partition in one look; the others are for the next. One after another, so that turns hardly notice. */
const mostAtOnce = 1_000;

/** Looks after the partitions that this worker owns: ends the conversations in which nobody writes any more. */
export function tendOwned(parts: TendParts): Tending {
  const { store, clock, logger, random, metrics, owned, idleMs, everyMs } = parts;
  let timer: Timer | null = null;
  let looking: Promise<void> | null = null;
  let stopped = false;

  async function endIdleIn(fence: Fence, engine: Pick<TurnEngine<Fence>, 'inIdleLane'>): Promise<void> {
    const before = clock.now() - idleMs;
    for (const id of await store.idle(fence, before, mostAtOnce)) {
      if (stopped) return;
      await engine.inIdleLane(fence.partition, fence, id, async (context) => {
        if (await endIdle(parts, fence, id, before, context)) metrics.forgotten();
      });
    }
  }

  async function look(engine: Pick<TurnEngine<Fence>, 'inIdleLane'>): Promise<void> {
    for (const fence of owned()) {
      if (stopped) return;
      try {
        await endIdleIn(fence, engine);
      } catch (error) {
        // The partition went away, or the store did: the next look is for whoever owns it then.
        if (expected.some((kind) => isTurnfleetError(error, kind))) continue;
        logger.warn({ err: error, partition: fence.partition }, 'idle conversations were not looked after');
      }
    }
  }

  return {
    start: (engine) => {
      const schedule = (): void => {
        timer = clock.setTimer(Math.round(everyMs * (0.5 + random())), () => {
          looking = look(engine).then(() => {
            looking = null;
            if (!stopped) schedule();
          });
        });
      };
      schedule();
    },
    stop: async () => {
      stopped = true;
      timer?.cancel();
      await looking;
    },
  };
}

const expected = ['fenced', 'overloaded', 'cancelled', 'conflict'] as const;
