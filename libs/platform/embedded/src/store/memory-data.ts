import type { Owner } from '@turnfleet/contract/schemas';
import { type AppliedPositions, type JournalEntry, ledgerTtlMs, type RunningTurn } from '@turnfleet/conversation';
import type { Clock } from '@turnfleet/core';
import { ExpiringMap } from './expiring-map.ts';
import { MemoryTimers } from './memory-timers.ts';

/** What a partition's meta record says; a partition without one is lost. */
export interface Meta {
  generation: number;
  epoch: number;
  /** The worker that claimed it, and the run of the server that it claimed it on. */
  owner: number;
  serverRun: number;
  /** Writes under a fence; one that goes back tells that the store did. */
  writes: number;
  /** It went back and was not caught up with the log since: readers wait. */
  behind: boolean;
  /** The highest offsets told; those of replies hold as far as `open` lets them. */
  applied: AppliedPositions;
  /** The highest version, and the highest number in a journal, of the conversations forgotten; nothing goes on below it. */
  floor: number;
  journalFloor: number;
  /** Turns committed and not settled, by turn key: where their replies cannot be before. */
  readonly open: Map<string, bigint>;
}

export interface StoredConversation {
  version: number;
  /** Where the conversation below comes from; with the version it orders what a restore may replace. */
  generation: number;
  epoch: number;
  /** When that was committed, Unix milliseconds. */
  committedAt: number;
  /** JSON text, so that nobody shares an object with the store; null before the first commit. */
  json: string | null;
  /** Replies committed and not settled, by turn id. */
  readonly unpublished: Map<string, string>;
  /** Turns accepted and not settled, oldest first. */
  readonly running: Map<string, RunningTurn>;
  /** Generation and number of the last journal entry. */
  journalGeneration: number;
  journalNumber: number;
}

/** Everything known of one turn, as long as the ledger remembers it. */
export interface StoredTurn {
  bodyHash?: string;
  logged?: boolean;
  cancelled?: boolean;
  /** The run whose attempt is the last one; none after a release. */
  run?: string;
  attempt: number;
  /** Runs that neither ended the turn nor gave it back. Of the generation `markedIn`, as is `run`. */
  abandoned: readonly string[];
  markedIn?: number;
  /** Lines of model calls, until there is a reply. */
  spent?: string[];
  reply?: string;
  published?: boolean;
  settled?: boolean;
  /** The turn has its `turn.accepted`. */
  accepted?: boolean;
  traceparent: string;
  /** Last event of the turn in the journal: its attempt and its number in it. */
  journalAttempt: number;
  journalNumber: number;
  /** The turn has its terminal event. */
  ended?: boolean;
}

export interface MemoryOptions {
  readonly clock: Clock;
  /** Number of partitions of the turn topic. */
  readonly partitions: number;
  readonly journalTtlMs: number;
}

/** All that a server holds, and a copy of it would. */
export interface MemoryData {
  /** Over how many partitions the conversations are spread; null before the first claim. */
  partitions: number | null;
  readonly metas: Map<number, Meta>;
  /** Tokens of the restores under way, by partition. */
  readonly restores: Map<number, symbol>;
  readonly conversations: Map<string, StoredConversation>;
  readonly timers: MemoryTimers;
  /** Claimed before the first commit, by conversation id. */
  readonly owners: ExpiringMap<Owner>;
  readonly turns: ExpiringMap<StoredTurn>;
  readonly journals: ExpiringMap<JournalEntry[]>;
}

export function emptyData({ clock, journalTtlMs }: MemoryOptions): MemoryData {
  return {
    partitions: null,
    metas: new Map(),
    restores: new Map(),
    conversations: new Map(),
    timers: new MemoryTimers(),
    owners: new ExpiringMap(clock, ledgerTtlMs),
    turns: new ExpiringMap(clock, ledgerTtlMs),
    journals: new ExpiringMap(clock, journalTtlMs),
  };
}
