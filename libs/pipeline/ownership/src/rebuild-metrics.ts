import { counter, histogram } from '@turnfleet/telemetry';

/** Why a partition is brought up to the log: the store knew nothing of it, may have gone back, or another worker had it. */
export type Reason = 'lost' | 'rolled back' | 'handed over';

export interface RebuildMetrics {
  /** A partition was brought up to the log: how long it took, what was read for it, and of how many conversations. */
  rebuilt(reason: Reason, ms: number, records: number, conversations: number): void;
  /** So many records of `chat.conversations` could not be read. */
  unreadable(records: number): void;
  /** So many offsets of `chat.turns` were deleted before the group had finished them. */
  overtaken(offsets: number): void;
}

export function rebuildMetrics(): RebuildMetrics {
  const duration = histogram('turnfleet.rebuild.duration');
  const records = counter('turnfleet.rebuild.records');
  const conversations = counter('turnfleet.rebuild.conversations');
  const unreadable = counter('turnfleet.snapshots.unreadable');
  const overtaken = counter('turnfleet.turns.overtaken');
  return {
    overtaken: (offsets) => overtaken.add(offsets),
    unreadable: (found) => unreadable.add(found),
    rebuilt: (reason, ms, read, found) => {
      duration.record(ms / 1000, { reason });
      records.add(read, { reason });
      conversations.add(found, { reason });
    },
  };
}
