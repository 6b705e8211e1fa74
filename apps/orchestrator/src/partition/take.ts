import type { AppliedPositions, ConversationStore, Fence } from '@turnfleet/conversation';
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

const takenElsewherePauseMs = 500;
const start: AppliedPositions = { conversations: 0n, replies: 0n };

/**
 * Makes this worker the owner of a partition: claims it, and applies to the store what the log has and the store lacks –
 * everything if it knows nothing of the partition, else what is past the positions it has noted. While another worker
 * rebuilds the partition, this one waits and claims afterwards. Nothing of this worker's own may be on its way into the
 * partition meanwhile. Ends with the signal's reason.
 */
export async function takePartition(parts: TakeParts, partition: number, signal: AbortSignal): Promise<Fence> {
  for (;;) {
    const fence = await untilAvailable(parts.clock, signal, () => claimAndCatchUp(parts, partition, signal));
    if (fence) return fence;
    await wait(parts.clock, takenElsewherePauseMs, signal);
  }
}

/** Null while another worker takes the partition. What was interrupted starts again from the claim. */
async function claimAndCatchUp(parts: TakeParts, partition: number, signal: AbortSignal): Promise<Fence | null> {
  const claim = await parts.store.claim(partition);
  try {
    if (claim.kind === 'lost') return await parts.restoring.run(() => restore(parts, partition, signal), signal);
    if (claim.rolledBack) parts.logger.warn({ partition }, 'the store may have gone back; catching up with the log');
    const found = await conversationsIn(parts.log, partition, claim.applied, signal);
    await parts.store.catchUp(claim.fence, found.conversations(), found.applied);
    return claim.fence;
  } catch (error) {
    if (isTurnfleetError(error, 'fenced') && !signal.aborted) return null;
    throw error;
  }
}

async function restore(parts: TakeParts, partition: number, signal: AbortSignal): Promise<Fence> {
  const { store, log, clock, logger } = parts;
  const found = await conversationsIn(log, partition, start, signal);
  // Higher than any in the log, and by the clock also than one that left no snapshot there: else a fence or a reader's
  // place in a journal from before the loss would be taken for a current one.
  const generation = Math.max(found.highestGeneration + 1, clock.now());
  const fence = await store.restore(partition, generation, found.conversations(), found.applied);
  const { size } = found;
  if (size > 0) logger.info({ partition, generation, conversations: size }, 'partition restored from the log');
  return fence;
}
