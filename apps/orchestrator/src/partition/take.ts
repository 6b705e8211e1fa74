import type { AppliedPositions, Claim, ConversationStore, Fence } from '@turnfleet/conversation';
import { type Clock, isTurnfleetError, type Logger, type Semaphore, wait } from '@turnfleet/core';
import { untilAvailable } from '../turn/until-available.ts';
import { conversationsIn } from './conversations-in-log.ts';
import type { Reason, RebuildMetrics } from './rebuild-metrics.ts';
import { RebuildProgress } from './rebuild-progress.ts';
import type { LogReader } from './record-range.ts';

export interface TakeParts {
  readonly store: Pick<ConversationStore, 'claim' | 'restore' | 'catchUp'>;
  readonly log: LogReader;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Bounds how many partitions are rebuilt at once; those that have nothing to be rebuilt pass them by. */
  readonly restoring: Semaphore;
  readonly metrics: RebuildMetrics;
}

export interface TakeAsOwnerParts extends TakeParts {
  /** Resolves once the group has confirmed this worker within its lease; see `RunContext` of the turn engine. */
  readonly holds: () => Promise<void>;
}

const takenElsewherePauseMs = 500;
const start: AppliedPositions = { conversations: 0n, replies: 0n };

/**
 * Makes this worker the owner of a partition: claims it, and applies to the store what the log has and the store lacks –
 * everything if it knows nothing of the partition, else what is past the positions it has noted. While another worker
 * rebuilds the partition, this one waits and claims afterwards; whatever it waited for, it claims only what the group says
 * is its own. Nothing of this worker's own may be on its way into the partition meanwhile. Ends with the signal's reason.
 */
export async function takePartition(parts: TakeAsOwnerParts, partition: number, signal: AbortSignal): Promise<Fence> {
  for (;;) {
    const fence = await untilAvailable(parts.clock, signal, async () => {
      await parts.holds();
      return claimAndRebuild(parts, partition, signal);
    });
    if (fence) return fence;
    await wait(parts.clock, takenElsewherePauseMs, signal);
  }
}

/**
 * Once: null if another worker took the partition meanwhile. After `overloaded` it is to be done again; what was
 * interrupted starts again from the claim.
 */
export async function claimAndRebuild(parts: TakeParts, partition: number, signal: AbortSignal): Promise<Fence | null> {
  const claim = await parts.store.claim(partition);
  const reason = reasonOf(claim);
  const rebuild = (): Promise<Fence> =>
    rebuilt(parts, partition, claim, new RebuildProgress(parts, partition, reason), signal);
  try {
    return await (reason === 'handed over' ? rebuild() : parts.restoring.run(rebuild, signal));
  } catch (error) {
    if (isTurnfleetError(error, 'fenced') && !signal.aborted) return null;
    throw error;
  }
}

function reasonOf(claim: Claim): Reason {
  if (claim.kind === 'lost') return 'lost';
  return claim.rolledBack ? 'rolled back' : 'handed over';
}

async function rebuilt(
  { store, log, clock }: TakeParts,
  partition: number,
  claim: Claim,
  progress: RebuildProgress,
  signal: AbortSignal,
): Promise<Fence> {
  const now = clock.now();
  const from = claim.kind === 'lost' ? start : claim.applied;
  const found = await conversationsIn(log, partition, from, { signal, now, read: () => progress.read() });
  const conversations = progress.watch(found);
  if (claim.kind === 'claimed') {
    await store.catchUp(claim.fence, conversations, found.applied);
    progress.ended(found);
    return claim.fence;
  }
  // Higher than any in the log, and by the clock also than one that left no snapshot there: else a fence or a reader's
  // place in a journal from before the loss would be taken for a current one.
  const generation = Math.max(found.highestGeneration + 1, now);
  const fence = await store.restore(partition, generation, conversations, found.applied);
  progress.ended(found);
  return fence;
}
