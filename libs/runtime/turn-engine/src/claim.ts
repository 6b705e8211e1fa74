import { backoff, type Clock, toTurnfleetError, wait } from '@turnfleet/core';
import { leaseHolds } from './lease.ts';
import { rests, type TurnEngineOptions } from './options.ts';
import type { Partition } from './partition.ts';

/** Claims until it succeeds; false if the partition was lost before. */
export async function claimPartition<O>(
  options: TurnEngineOptions<O>,
  partition: Partition<O>,
  sinceHeartbeatMs: () => number,
): Promise<boolean> {
  const { clock, claim, leaseMs, events } = options;
  const { signal } = partition;
  const holds = () => leaseHolds(clock, leaseMs, sinceHeartbeatMs, signal);
  const moves = (): void => void (partition.claimMovedAt = clock.monotonic());
  for (let failures = 1; !partition.lost; failures++) {
    try {
      const ownership = await claim(partition.number, { signal, holds, moves });
      if (partition.lost) return false;
      partition.ownership = ownership;
      partition.movedAt = clock.monotonic();
      events?.claimed?.(partition.number);
      return true;
    } catch (error) {
      if (!partition.lost) events?.claimFailed?.(partition.number, toTurnfleetError(error));
    }
    await rest(clock, backoff(rests, failures), partition);
  }
  return false;
}

/**
 * Resolves once the group has confirmed the membership after now, when the store has just refused the partition's epoch
 * (or once the partition is lost): a worker that slept must not take back what others own by now.
 */
export async function heartbeatAfterRefusal(
  clock: Clock,
  partition: Partition<unknown>,
  sinceHeartbeatMs: () => number,
): Promise<void> {
  const refusedAt = clock.monotonic();
  do await rest(clock, backoff(rests, partition.refusals), partition);
  while (!partition.lost && sinceHeartbeatMs() >= clock.monotonic() - refusedAt);
}

/** Ends early when the partition is lost; whoever rests looks whether it is. */
function rest(clock: Clock, ms: number, partition: Partition<unknown>): Promise<void> {
  return wait(clock, ms, partition.signal).catch(() => {});
}
