import { metrics } from '@opentelemetry/api';

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

const secondsBuckets = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 900];

/** Units follow OpenTelemetry: durations in seconds. */
export function rebuildMetrics(): RebuildMetrics {
  const meter = metrics.getMeter('turnfleet/orchestrator');
  const duration = meter.createHistogram('turnfleet.rebuild.duration', {
    description: 'Time to bring a partition up to the log, by reason',
    unit: 's',
    advice: { explicitBucketBoundaries: secondsBuckets },
  });
  const records = meter.createCounter('turnfleet.rebuild.records', {
    description: 'Records read to bring partitions up to the log',
    unit: '{record}',
  });
  const conversations = meter.createCounter('turnfleet.rebuild.conversations', {
    description: 'Conversations of which the log had something that the store might lack',
    unit: '{conversation}',
  });
  const unreadable = meter.createCounter('turnfleet.snapshots.unreadable', {
    description: 'Records of chat.conversations that this version cannot read, counted by each reading',
    unit: '{record}',
  });
  const overtaken = meter.createCounter('turnfleet.turns.overtaken', {
    description: 'Offsets of chat.turns that retention deleted before the group had finished them',
  });
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
