import type { Priority } from '@turnfleet/contract/schemas';
import type { Backoff, Clock, TurnfleetError } from '@turnfleet/core';
import type { CapacityLimits } from './capacity.ts';
import type { LogRecord, TurnLog } from './turn-log.ts';

/** Between attempts at what keeps a partition or a record waiting. */
export const rests: Backoff = { firstMs: 100, longestMs: 10_000 };

/**
 * How work on a record ended.
 * - `done`: it is finished, whatever came of it.
 * - `released`: it is given back unfinished. Where something it needs is away, it runs again after a rest.
 * - `reclaim`: the store refused this worker's epoch. The partition is claimed anew once all its other work has ended.
 * - `suspect`: it may have ended its worker before, and runs again when no other suspect of this worker does.
 */
export type RunOutcome = 'done' | 'released' | 'reclaim' | 'suspect';

export interface RunContext {
  /**
   * Aborts when the partition is lost or claimed anew (`isClaimedAnew`), when the grace time of a drain is over, or when
   * the log was reset; the result will be dropped or given back.
   */
  readonly signal: AbortSignal;
  /** Milliseconds the first of the records waited in this worker. */
  readonly waitedMs: number;
  /** No other suspect runs on this worker, and this run ends with another outcome than `suspect`. */
  readonly alone: boolean;
  /**
   * Resolves once the group has confirmed this worker within `leaseMs`, at once if it has; rejects with the signal's
   * reason. A worker that was frozen asks before it writes what others, who may own the partition by now, would see.
   */
  holds(): Promise<void>;
}

export interface ClaimContext extends Pick<RunContext, 'signal' | 'holds'> {
  /** Says that a claim that takes long gets on: one that does not for `stuckAfterMs` counts as stuck. */
  readonly moves: () => void;
}

export interface Lane {
  readonly lane: string;
  /** Turns of one sharer wait for each other: who floods delays itself. Absent: all are of one. */
  readonly sharer?: string;
  readonly priority: Priority;
  /** See `coalesceMs`; absent or null: the record runs by itself. */
  readonly joins?: string | null;
}

/** What happened, for logs and metrics. None of these may throw. */
export interface EngineEvents {
  /** `process` threw. The record runs again after a rest; `failures` counts such ends in a row. */
  failed?(record: LogRecord, error: TurnfleetError, failures: number): void;
  claimed?(partition: number): void;
  claimFailed?(partition: number, error: TurnfleetError): void;
  /** The partition went away with this many of its records running. */
  lost?(partition: number, running: number): void;
  commitFailed?(error: TurnfleetError): void;
  /** See `GroupMember.overtaken`. */
  overtaken?(partition: number, from: bigint, to: bigint): void;
}

/** `O` is the proof of ownership that `claim` obtains and `process` shows to the store. */
export interface TurnEngineOptions<O> {
  readonly log: TurnLog;
  readonly group: string;
  readonly topic: string;
  readonly clock: Clock;
  readonly capacity: CapacityLimits;
  readonly commitIntervalMs: number;
  /** Grace time of a drain, in which running records may finish. */
  readonly drainMs: number;
  /** How long something may stand still before `health` calls it stuck; longer than the longest honest turn. */
  readonly stuckAfterMs: number;
  /** How old the group's last confirmation may be for `holds`: less than it takes the group to give a silent worker up. */
  readonly leaseMs: number;
  /** How long a lane in which nothing runs waits for records to join its first; 0 or absent: every record runs by itself. */
  readonly coalesceMs?: number;
  /**
   * Total, and called once for each delivery. Records of one lane run one after another; one that nobody can read gets a lane of its own. Records
   * that are next to each other in a lane and have the same `joins` may run together.
   */
  laneOf(record: LogRecord): Lane;
  /**
   * Takes the partition for this worker under a new epoch. If it rejects, it is called again after a rest. Whoever waits in
   * it asks for `holds` afterwards, as others may own the partition by then.
   */
  readonly claim: (partition: number, context: ClaimContext) => Promise<O>;
  /**
   * Works on one record, or on several that joined in the order of their lane, to the end; the outcome is that of all. Must
   * not throw for reasons of business: what it throws counts as a bug, and the records run again, perhaps in other company.
   * Every run of a delivered record gets the same object.
   */
  process(records: readonly LogRecord[], ownership: O, context: RunContext): Promise<RunOutcome>;
  readonly events?: EngineEvents;
}
