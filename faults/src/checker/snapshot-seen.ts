import type { Rank } from '@turnfleet/contract/events';

/** A record of `chat.conversations`, unread but for its rank. */
export interface SnapshotSeen extends Rank {
  readonly line: number;
  readonly value: string;
}

/** A record of `chat.conversations` without a value. */
export interface TombstoneSeen {
  readonly line: number;
  /** When it was written. */
  readonly at: number;
  /** What it ends; null: it does not say, so everything. */
  readonly rank: Rank | null;
}

/** The last record of a conversation in `chat.conversations`: all that compaction would leave. */
export interface LastSeen {
  readonly line: number;
  readonly offset: bigint;
  readonly ended: boolean;
  /** Unread but for its rank; null of a tombstone. */
  readonly value: string | null;
  /** Null of a tombstone that does not say. */
  readonly rank: Rank | null;
}
