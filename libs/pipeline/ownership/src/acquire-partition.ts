import { homePartition } from '@turnfleet/contract/events';
import {
  type AppliedPositions,
  awayFromHome,
  type Claim,
  type ConversationStore,
  type Fence,
  ledgerTtlMs,
} from '@turnfleet/conversation';
import { type Clock, isTurnfleetError, type Logger, type Semaphore, wait } from '@turnfleet/core';
import type { HandoffQueue } from '@turnfleet/handoff';
import { conversationsInLog, type FoundConversations } from './conversations-in-log.ts';
import { keepUnreadable } from './keep-unreadable.ts';
import { queuedAgain } from './queued-again.ts';
import type { ReadPositions } from './read-positions.ts';
import type { Reason, RebuildMetrics } from './rebuild-metrics.ts';
import { RebuildProgress } from './rebuild-progress.ts';
import type { LogReader } from './record-range.ts';
import { type RewriteStaleDeps, rewriteStale } from './rewrite-stale.ts';
import { untilAvailable } from './until-available.ts';

export interface AcquireDeps {
  readonly store: Pick<ConversationStore, 'now' | 'claim' | 'restore' | 'catchUp'>;
  readonly log: LogReader;
  readonly partitions: number;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Bounds how many partitions are rebuilt at once; those that have nothing to be rebuilt pass them by. */
  readonly restoring: Semaphore;
  readonly metrics: Pick<RebuildMetrics, 'rebuilt' | 'unreadable'>;
  /** Whoever waits for the partition is told that the rebuild gets on. */
  readonly moves?: () => void;
}

export interface AcquireAsOwnerDeps extends AcquireDeps, RewriteStaleDeps {
  readonly known: ReadPositions;
  readonly handoffs: Pick<HandoffQueue, 'put'>;
}

const takenElsewherePauseMs = 500;
const start: AppliedPositions = { conversations: 0n, replies: 0n };

/**
 * Makes this worker the owner of a partition: claims it, and applies to the store what the log has and the store lacks –
 * everything if it knows nothing of the partition, else what is past the positions it has noted. While another worker
 * rebuilds the partition, this one waits and claims afterwards; whatever it waited for, it claims only what the group says
 * is its own. Nothing of this worker's own may be on its way into the partition meanwhile. Ends with the signal's reason.
 */
export async function acquirePartition(
  deps: AcquireAsOwnerDeps,
  partition: number,
  signal: AbortSignal,
): Promise<Fence> {
  for (;;) {
    const fence = await untilAvailable(deps.clock, signal, async () => {
      await deps.holds();
      return claimAndRebuild(deps, partition, signal, deps);
    });
    if (fence) return fence;
    await wait(deps.clock, takenElsewherePauseMs, signal);
  }
}

/**
 * Once: null if another worker took the partition meanwhile. After `overloaded` it is to be done again; what was
 * interrupted starts again from the claim. Who does it by hand leaves to the next owner what only an owner may append: the
 * positions in `chat.conversations` stay where they are.
 */
export async function claimAndRebuild(
  deps: AcquireDeps,
  partition: number,
  signal: AbortSignal,
  owner: AcquireAsOwnerDeps | null = null,
): Promise<Fence | null> {
  try {
    for (let known = 0; ; ) {
      const claim = await deps.store.claim(partition, known);
      const reason = reasonOf(claim);
      const rebuild = (): Promise<Rebuilt> =>
        rebuilt({ ...deps, owner }, partition, claim, new RebuildProgress(deps, partition, reason), signal);
      const done = await (reason === 'handed over' ? rebuild() : deps.restoring.run(rebuild, signal));
      if (done.kind === 'owned') return done.fence;
      known = done.generation;
    }
  } catch (error) {
    if (isTurnfleetError(error, 'fenced') && !signal.aborted) return null;
    throw error;
  }
}

type Rebuilt =
  | { readonly kind: 'owned'; readonly fence: Fence }
  /** The log has this generation, above that of the claim: to wait until the time is past it could take years. */
  | { readonly kind: 'outranked'; readonly generation: number };

function reasonOf(claim: Claim): Reason {
  if (claim.kind === 'lost') return 'lost';
  return claim.rolledBack ? 'rolled back' : 'handed over';
}

async function rebuilt(
  { store, log, partitions, owner }: AcquireDeps & { readonly owner: AcquireAsOwnerDeps | null },
  partition: number,
  claim: Claim,
  progress: RebuildProgress,
  signal: AbortSignal,
): Promise<Rebuilt> {
  const now = await store.now();
  const from = claim.kind === 'lost' ? start : claim.applied;
  const ownMemory = claim.kind === 'claimed' && !claim.rolledBack ? { settledAfterMs: ledgerTtlMs } : {};
  const reader = partition < partitions ? log : empty;
  const search = { signal, now, read: () => progress.read(), ...ownMemory };
  const found = await conversationsInLog(reader, partition, from, search);
  for (const id of found.ids) {
    const home = homePartition(id, partitions);
    if (home !== partition) throw awayFromHome(partition, home, partitions);
  }
  const { highestGeneration: highest } = found;
  if (claim.kind === 'claimed' && claim.fence.generation < highest) return { kind: 'outranked', generation: highest };
  // Before they are noted as read.
  if (owner) await keepUnreadable(owner, partition, await found.unreadable());
  const { conversations, put } = queuedAgain(progress.watch(found));
  // A store that was lost knows nothing better than what it has just been given.
  const outdated = claim.kind === 'lost' ? found.outdated : found.last;
  // What the store knows better is repeated before it is noted as read.
  const noted = outdated.length === 0 ? found.applied : { ...found.applied, conversations: from.conversations };
  const fence =
    claim.kind === 'claimed'
      ? claim.fence
      : await store.restore(partition, generationAfter(found, now), conversations, noted);
  if (claim.kind === 'claimed') await store.catchUp(fence, conversations, noted);
  if (owner) {
    await put(owner.handoffs);
    const repeated = await rewriteStale(owner, fence, outdated);
    if (outdated.length > 0) await store.catchUp(fence, nothing(), found.applied);
    owner.known.took(fence, found.applied.conversations, found.applied.replies);
    for (const offset of repeated) owner.known.wrote(fence, offset);
  }
  progress.ended(found);
  return { kind: 'owned', fence };
}

/**
 * Higher than any in the log, and by the clock also than one that left no snapshot there: else a fence or a reader's place in
 * a journal from before the loss would be taken for a current one.
 */
function generationAfter({ highestGeneration }: FoundConversations, now: number): number {
  return Math.max(highestGeneration + 1, now);
}

/** Of a partition that was added while this worker runs: no conversation is at home there, what comes is forwarded. */
const empty: LogReader = { read: () => nothing() };

async function* nothing(): AsyncGenerator<never> {}
