import { encodeTimer } from '@turnfleet/contract/events';
import type { ConversationStore, Fence } from '@turnfleet/conversation';
import { type Logger, type Repeating, repeat } from '@turnfleet/core';
import { type AppendDeps, appendWhileOwner } from './append.ts';
import { isInterruption } from './interruption.ts';
import type { IdleLanes } from './read-unknown.ts';

interface FireTimersDeps extends AppendDeps {
  readonly store: Pick<ConversationStore, 'claimTimers'>;
  readonly logger: Logger;
  /** The fences of the partitions held now. */
  readonly owned: () => readonly Fence[];
}

const lookEveryMs = 1_000;
/** Of all partitions in one look: what came due in an hour without a worker does not stand before the shoppers' turns. */
const mostInALook = 50;
/** Longer than a turn takes to come round; a timer that was not ended by then fires again. */
const leaseMs = 60_000;

/**
 * Looks every second for timers that are due in the partitions of this worker, and puts each among the turns of its
 * conversation, where it is ended. One whose conversation has turns in hand is left: its commit arms another. A timer that
 * fires twice is the same turn twice, which the ledger knows.
 */
export function fireTimers(deps: FireTimersDeps, lanes: () => IdleLanes): Repeating {
  const { store, logger, owned } = deps;
  let first = 0;

  async function fireIn(fence: Fence, most: number): Promise<number> {
    const due = await store.claimTimers(fence, most, leaseMs);
    for (const timer of due) {
      await lanes().inIdleLane(fence.partition, fence, timer.conversationId, async (context) => {
        await appendWhileOwner(deps, context, encodeTimer(timer, fence.partition));
      });
    }
    return due.length;
  }

  return repeat(
    deps.clock,
    () => lookEveryMs,
    async () => {
      const fences = owned();
      let left = mostInALook;
      // Another one begins each time, so that none is always too late for its share.
      first = fences.length === 0 ? 0 : (first + 1) % fences.length;
      for (const fence of [...fences.slice(first), ...fences.slice(0, first)]) {
        if (left === 0) return;
        try {
          left -= await fireIn(fence, left);
        } catch (error) {
          // The partition went away, or the store did: what was claimed is given again when its lease is over.
          if (isInterruption(error)) continue;
          logger.warn({ err: error, partition: fence.partition }, 'timers could not be looked for; it is tried again');
        }
      }
    },
  );
}
