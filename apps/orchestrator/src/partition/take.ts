import type { ConversationStore, Fence } from '@turnfleet/conversation';
import { type Clock, isTurnfleetError, type Logger, type Semaphore, wait } from '@turnfleet/core';
import type { TurnLog } from '@turnfleet/turn-engine';
import { untilAvailable } from '../turn/until-available.ts';
import { conversationsIn } from './conversations-in-log.ts';

export interface TakeParts {
  readonly store: ConversationStore;
  readonly log: Pick<TurnLog, 'read'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Bounds how many partitions are restored at once: each is held in memory while it is. */
  readonly restoring: Semaphore;
}

const restoredElsewherePauseMs = 500;

/**
 * Makes this worker the owner of a partition: claims it, and rebuilds it from the log first if the store knows nothing of
 * it. While another worker rebuilds it, this one waits and claims afterwards. Ends with the signal's reason.
 */
export async function takePartition(parts: TakeParts, partition: number, signal: AbortSignal): Promise<Fence> {
  for (;;) {
    const fence = await untilAvailable(parts.clock, signal, () => claimOrRestore(parts, partition, signal));
    if (fence) return fence;
    await wait(parts.clock, restoredElsewherePauseMs, signal);
  }
}

/** Null while another worker restores the partition. A restore that was interrupted starts again from the claim. */
async function claimOrRestore(parts: TakeParts, partition: number, signal: AbortSignal): Promise<Fence | null> {
  const claim = await parts.store.claim(partition);
  if (claim.kind === 'claimed') return claim.fence;
  return parts.restoring.run(() => restore(parts, partition, signal), signal);
}

async function restore(parts: TakeParts, partition: number, signal: AbortSignal): Promise<Fence | null> {
  const { store, log, clock, logger } = parts;
  const found = await conversationsIn(log, partition, signal);
  // Higher than any in the log, and by the clock also than one that left no snapshot there: else a fence or a reader's
  // place in a journal from before the loss would be taken for a current one.
  const generation = Math.max(found.highestGeneration + 1, clock.now());
  try {
    const fence = await store.restore(partition, generation, found.conversations());
    const { size } = found;
    if (size > 0) logger.info({ partition, generation, conversations: size }, 'partition restored from the log');
    return fence;
  } catch (error) {
    if (isTurnfleetError(error, 'fenced') && !signal.aborted) return null;
    throw error;
  }
}
