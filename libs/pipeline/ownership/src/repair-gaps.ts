import type { Fence } from '@turnfleet/conversation';
import { type Clock, type Logger, type Repeating, repeat } from '@turnfleet/core';
import { isInterruption } from './interruption.ts';
import { type IdleLanes, type ReadDeps, readUnknown } from './read-unknown.ts';

interface RepairGapsDeps extends ReadDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  /** The fences of the partitions held now. */
  readonly owned: () => readonly Fence[];
}

const lookEveryMs = 1_000;

/**
 * Reads, each second, what others have written into `chat.conversations` between this worker's own records: a worker that
 * lost the partition and wrote late, or this one, where an answer was lost. What is older than the store is followed by what
 * the store knows, so that compaction does not leave it; and the positions go on, so that the next owner has little to read.
 */
export function repairGaps(deps: RepairGapsDeps, lanes: () => IdleLanes): Repeating {
  const { clock, logger, known, owned } = deps;
  /** One after another, until there is none or one has to wait. */
  const mendAll = async (fence: Fence): Promise<void> => {
    for (let gap = known.gap(fence); gap; ) {
      await readUnknown(deps, fence, gap, lanes());
      const next = known.gap(fence);
      gap = next && next.from > gap.from ? next : null;
    }
  };
  return repeat(
    clock,
    () => lookEveryMs,
    async () => {
      for (const fence of owned()) {
        try {
          await mendAll(fence);
        } catch (error) {
          if (isInterruption(error)) continue;
          logger.warn({ err: error, partition: fence.partition }, 'what others wrote was not read; trying again');
        }
      }
    },
  );
}
