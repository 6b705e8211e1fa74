import type { Capacity } from './capacity.ts';
import type { Share } from './fair-share.ts';
import type { Partition } from './partition.ts';

/** One look at the engine, for gauges. */
export interface EngineStats {
  /** Turns in flight, and how many may be. */
  readonly running: number;
  readonly capacity: number;
  readonly waiting: number;
  /** Of the waiting ones, those that may have ended a worker and wait until they may run alone. */
  readonly suspects: number;
  readonly takenBytes: number;
  /** Whether fetching is paused because as much is taken in as may be. */
  readonly full: boolean;
  /** Milliseconds since the longest waiting record arrived in this worker; 0 if none waits. */
  readonly queueAgeMs: number;
  readonly partitions: readonly PartitionStats[];
}

interface PartitionStats {
  readonly partition: number;
  /** False while the partition is being claimed. */
  readonly claimed: boolean;
  readonly frontier: bigint;
  readonly committed: bigint;
  /** Offsets from the frontier to the newest record delivered: what the next owner would get again. */
  readonly frontierLag: number;
}

export function statsOf(
  capacity: Capacity,
  turns: number,
  partitions: readonly Partition<unknown>[],
  suspects: number,
  now: number,
): EngineStats {
  const entries = partitions.flatMap((partition) => [...partition.entries]);
  const waitingSince = entries.filter(({ state }) => state === 'waiting').map(({ since }) => since);
  return {
    running: capacity.running,
    capacity: turns,
    waiting: capacity.taken.turns - capacity.running,
    suspects,
    takenBytes: capacity.taken.bytes,
    full: capacity.full,
    queueAgeMs: now - waitingSince.reduce((oldest, since) => Math.min(oldest, since), now),
    partitions: partitions.map(({ number, frontier, ownership }) => ({
      partition: number,
      claimed: ownership !== null,
      frontier: frontier.committable,
      committed: frontier.committed,
      frontierLag: frontier.span,
    })),
  };
}

/** What waits in a worker, for those who decide how much more may come. */
export interface EngineQueue {
  /** Records done so far. */
  readonly finished: number;
  /** Milliseconds that work on them took in all. */
  readonly workedMs: number;
  readonly sharers: readonly QueuedSharer[];
}

interface QueuedSharer extends Share {
  readonly waiting: number;
  /** Milliseconds since the oldest of them arrived in this worker. */
  readonly oldestMs: number;
}

export function queuedSharers(partitions: readonly Partition<unknown>[], now: number): readonly QueuedSharer[] {
  const sharers = new Map<string, { share: Share; waiting: number; since: number }>();
  for (const partition of partitions)
    for (const { state, sharer, priority, since } of partition.entries) {
      if (state !== 'waiting') continue;
      const name = `${priority} ${sharer}`;
      const known = sharers.get(name) ?? { share: { sharer, priority }, waiting: 0, since };
      sharers.set(name, { ...known, waiting: known.waiting + 1, since: Math.min(known.since, since) });
    }
  return [...sharers.values()].map(({ share, waiting, since }) => ({ ...share, waiting, oldestMs: now - since }));
}
