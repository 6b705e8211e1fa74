import type { Partition } from './partition.ts';

export interface Vitals {
  readonly partitions: readonly Partition<unknown>[];
  /** Milliseconds since the group last confirmed the membership. */
  readonly sinceHeartbeatMs: number;
  /** Monotonic milliseconds since which a commit has been under way, or null. */
  readonly committingSince: number | null;
}

/**
 * What has stood still for longer than `stuckAfterMs`, in a sentence, or null. A record that rests because something it
 * needs is away is not stuck: restarting the process would not help it. Neither is a partition that waits to be rebuilt
 * while others are.
 */
export function whatIsStuck(liveness: Vitals, now: number, stuckAfterMs: number): string | null {
  const tooLong = (since: number | null | undefined): boolean => since != null && now - since > stuckAfterMs;
  const seconds = (since: number): string => `${Math.round((now - since) / 1_000)} s`;
  if (liveness.sinceHeartbeatMs > stuckAfterMs)
    return `The group has not confirmed this worker for ${seconds(now - liveness.sinceHeartbeatMs)}.`;
  if (liveness.committingSince !== null && tooLong(liveness.committingSince))
    return `A commit has been under way for ${seconds(liveness.committingSince)}.`;
  const unclaimed = liveness.partitions.filter(({ ownership }) => ownership === null);
  const [first] = unclaimed.toSorted((a, b) => a.unclaimedSince - b.unclaimedSince);
  if (first && tooLong(Math.max(...unclaimed.map(({ claimMovedAt }) => claimMovedAt))))
    return `Partition ${first.number} could not be claimed for ${seconds(first.unclaimedSince)}.`;
  for (const { number, entries, lanes, ownership, movedAt } of liveness.partitions) {
    for (const { record, state, since, failingSince, failures } of entries) {
      const place = `${record.topic}/${record.partition}/${record.offset}`;
      if (state === 'running' && tooLong(since))
        return `The record at ${place} has been running for ${seconds(since)}.`;
      if (failingSince !== null && tooLong(failingSince))
        return `The record at ${place} has failed ${failures} times over ${seconds(failingSince)}.`;
    }
    if (ownership !== null && tooLong(lanes.readySince) && tooLong(movedAt))
      return `Partition ${number} has records to work on but has not moved for ${seconds(movedAt)}.`;
  }
  return null;
}
