import type { Clock, TurnfleetError } from '@turnfleet/core';
import type { CapacityLimits } from './capacity.ts';
import type { Priority } from './lanes.ts';
import type { LogRecord, TurnLog } from './turn-log.ts';

/**
 * How work on a record ended. `done`: it is finished, whatever came of it. `released`: given back unfinished – because the
 * signal aborted, or because something it needs is away; in the latter case it runs again after a rest. `reclaim`: the
 * store refused this worker's epoch (`fenced`); if the group still says that the partition is ours, it is claimed anew and
 * the record runs again.
 */
export type Outcome = 'done' | 'released' | 'reclaim';

export interface RunContext {
  /** Aborts when the partition is lost or the grace time of a drain is over; the result will be dropped or given back. */
  readonly signal: AbortSignal;
  /** Milliseconds the record waited in this worker. */
  readonly waitedMs: number;
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
  /** Pure and total. Records of one lane run one after another; one that nobody can read gets a lane of its own. */
  laneOf(record: LogRecord): { readonly lane: string; readonly priority: Priority };
  /** Takes the partition for this worker under a new epoch. If it rejects, it is called again after a rest. */
  readonly claim: (partition: number, signal: AbortSignal) => Promise<O>;
  /**
   * Works on one record to its end. Must not throw for reasons of business: what it throws counts as a bug, and the record
   * runs again. Every run of a delivered record gets the same object.
   */
  process(record: LogRecord, ownership: O, context: RunContext): Promise<Outcome>;
  readonly events?: EngineEvents;
}
