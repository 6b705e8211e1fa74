import type { ConversationStore, Fence } from '@turnfleet/conversation';
import { type Clock, isTurnfleetError, type Logger, type Repeating, repeat } from '@turnfleet/core';

interface WatchDeps {
  readonly store: Pick<ConversationStore, 'check'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface FenceMonitor {
  /** Those held now. */
  readonly fences: readonly Fence[];
  took(fence: Fence): void;
  lost(partition: number): void;
  /** Tells once of every fence that the store refuses. */
  start(refused: (partition: number, fence: Fence) => void): void;
  stop(): void;
}

const lookEveryMs = 1_000;

/**
 * Asks the store about the partitions that this worker owns, each second. A partition in which turns run finds out by
 * itself that the store was lost or went back; readers of a quiet one would wait until somebody writes.
 */
export function monitorFences({ store, clock, logger }: WatchDeps): FenceMonitor {
  const owned = new Map<number, Fence>();
  let looking: Repeating | null = null;
  const isRefused = async (fence: Fence): Promise<boolean> => {
    try {
      await store.check(fence);
    } catch (error) {
      if (isTurnfleetError(error, 'fenced')) return true;
      // While the store is away nothing can be said; it is asked again.
      const { partition } = fence;
      if (!isTurnfleetError(error, 'overloaded')) logger.warn({ err: error, partition }, 'a fence was not checked');
    }
    return false;
  };
  return {
    get fences() {
      return [...owned.values()];
    },
    took: (fence) => void owned.set(fence.partition, fence),
    lost: (partition) => void owned.delete(partition),
    start: (refused) => {
      const check = async (partition: number, fence: Fence): Promise<void> => {
        if (!(await isRefused(fence)) || owned.get(partition) !== fence) return;
        owned.delete(partition);
        refused(partition, fence);
      };
      looking = repeat(
        clock,
        () => lookEveryMs,
        async () => {
          await Promise.all([...owned].map(([partition, fence]) => check(partition, fence)));
        },
      );
      looking.start();
    },
    stop: () => void looking?.stop(),
  };
}
