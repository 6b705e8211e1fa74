import { headersSize } from '@turnfleet/contract/events';
import type { Laned } from './lanes.ts';
import type { Lane } from './options.ts';
import type { LogRecord } from './turn-log.ts';

/** A record on its way: `waiting` in its lane, `running`, or `resting` between two runs (its lane stays busy). */
export interface Entry extends Laned {
  readonly record: LogRecord;
  readonly bytes: number;
  /** Turns null when the record has to run by itself. */
  joins: string | null;
  /** Monotonic milliseconds of the last change of `state`. */
  since: number;
  state: 'waiting' | 'running' | 'resting';
  /** Runs in a row that ended neither well nor by a decision of the handler. */
  failures: number;
  failingSince: number | null;
  /** Another record stands at its offset now; whatever comes of this one is nobody's business. */
  superseded: boolean;
  /** Ends the run it is part of. */
  abort: AbortController | null;
}

/** A record that was delivered, on its way from `now` on, monotonic milliseconds. */
export function newEntry(record: LogRecord, { lane, sharer = '', priority, joins = null }: Lane, now: number): Entry {
  return {
    record,
    lane,
    sharer,
    priority,
    joins,
    bytes: sizeOf(record),
    since: now,
    state: 'waiting',
    failures: 0,
    failingSince: null,
    superseded: false,
    abort: null,
  };
}

/** A refetched record is the same one; after a reset of the log another one may have its offset. */
export function isSame(a: LogRecord, b: LogRecord): boolean {
  return a.timestamp === b.timestamp && a.value?.length === b.value?.length && String(a.key) === String(b.key);
}

function sizeOf({ key, value, headers }: LogRecord): number {
  return (key?.length ?? 0) + (value?.length ?? 0) + headersSize(headers);
}
