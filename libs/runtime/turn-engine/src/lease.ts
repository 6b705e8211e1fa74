import { type Clock, wait } from '@turnfleet/core';

const lookEveryMs = 50;

/** Resolves once the group has confirmed this worker within `leaseMs`, at once if it has; rejects with the signal's reason. */
export async function leaseHolds(
  clock: Clock,
  leaseMs: number,
  sinceHeartbeatMs: () => number,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  while (sinceHeartbeatMs() >= leaseMs) await wait(clock, lookEveryMs, signal);
}
