import type { TurnfleetError } from '@turnfleet/core';
import type { Capacity } from './capacity.ts';
import { type Entry, isSame, newEntry } from './entry.ts';
import type { FairShare } from './fair-share.ts';
import { Frontier } from './frontier.ts';
import { partitionLost, recordReplaced } from './interruptions.ts';
import { Lanes } from './lanes.ts';
import type { Lane } from './options.ts';
import type { LogRecord } from './turn-log.ts';

/**
 * One assignment of a partition to this worker. Invariant: every record delivered and not finished has exactly one
 * entry, open in the frontier; once `lost`, nothing of it starts, and nothing it finishes is counted or committed.
 */
export class Partition<O> {
  readonly number: number;
  readonly frontier: Frontier;
  readonly lanes: Lanes<Entry>;
  /** Null while the partition is being claimed: its records wait. */
  ownership: O | null = null;
  /** The group was told where this assignment stands: it need not have known, or had a place that the log has no more. */
  told = false;
  /** Monotonic milliseconds since which it is being claimed, and at which the claim last got on; while it is. */
  unclaimedSince: number;
  claimMovedAt: number;
  /** Claims refused in a row; each makes the next one rest longer. */
  refusals = 0;
  /** Monotonic milliseconds at which something last began or ended here. */
  movedAt: number;
  readonly #capacity: Capacity;
  readonly #current = new Map<bigint, Entry>();
  /** The current entries and superseded ones that are not over yet: what counts against the capacity. */
  readonly #taken = new Set<Entry>();
  /** Each ends a piece of work that goes on in an idle lane. */
  readonly idleWork = new Set<AbortController>();
  readonly #lost = new AbortController();

  constructor(number: number, start: bigint, capacity: Capacity, share: FairShare, coalesceMs: number, now: number) {
    this.number = number;
    this.#capacity = capacity;
    this.frontier = new Frontier(start);
    this.lanes = new Lanes(share, coalesceMs);
    this.movedAt = now;
    this.unclaimedSince = now;
    this.claimMovedAt = now;
  }

  /** Aborts when the partition is lost. */
  get signal(): AbortSignal {
    return this.#lost.signal;
  }

  get lost(): boolean {
    return this.#lost.signal.aborted;
  }

  get entries(): Iterable<Entry> {
    return this.#taken;
  }

  /** Records taken in and not over with. */
  get taken(): number {
    return this.#taken.size;
  }

  /** Takes in a delivered record, unless it is known already. */
  accept(record: LogRecord, lane: Lane, now: number): void {
    const old = this.#current.get(record.offset);
    if (old && !isSame(old.record, record)) this.#supersede(old);
    if (this.frontier.arrive(record.offset) === 'known') return;
    if (this.lanes.waiting === 0) this.movedAt = now;
    const entry = newEntry(record, lane, now);
    this.#current.set(record.offset, entry);
    this.#taken.add(entry);
    this.#capacity.take(entry.bytes);
    this.lanes.add(entry, now);
  }

  /**
   * The end of a run. What is done is over with: its offset counts as done (unless it is no longer its own) and its lane
   * goes on. The rest is next in its lane again.
   */
  end(entries: readonly Entry[], done: boolean, now: number): void {
    const left = entries.filter((entry) => !this.#isOver(entry, done));
    for (const entry of entries) {
      if (left.includes(entry)) {
        entry.state = 'waiting';
        entry.since = now;
      } else this.#finish(entry);
    }
    if (left.length > 0) this.lanes.putBack(left, now);
    else if (entries[0]) this.lanes.free(entries[0].lane, now);
  }

  /** Tells what runs to end. */
  abortRunning(reason: TurnfleetError): void {
    for (const entry of this.#taken) entry.abort?.abort(reason);
    for (const work of this.idleWork) work.abort(reason);
  }

  /** The end of this assignment. What still runs holds its place until it has ended. */
  lose(): void {
    const reason = partitionLost(this.number);
    this.#lost.abort(reason);
    this.abortRunning(reason);
    this.lanes.drop();
    for (const entry of this.#taken) if (entry.state !== 'running') this.#release(entry);
  }

  #isOver(entry: Entry, done: boolean): boolean {
    return done || entry.superseded || this.lost;
  }

  #finish(entry: Entry): void {
    if (!entry.superseded) {
      this.#current.delete(entry.record.offset);
      this.frontier.finish(entry.record.offset);
    }
    this.#release(entry);
  }

  #release(entry: Entry): void {
    if (this.#taken.delete(entry)) this.#capacity.release(entry.bytes);
  }

  #supersede(old: Entry): void {
    old.superseded = true;
    old.abort?.abort(recordReplaced());
    this.#current.delete(old.record.offset);
    this.frontier.rewind(old.record.offset);
  }
}
