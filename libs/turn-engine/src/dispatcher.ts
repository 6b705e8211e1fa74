import { type TurnfleetError, toTurnfleetError, wait } from '@turnfleet/core';
import type { Assignments } from './assignments.ts';
import { backoffMs } from './backoff.ts';
import type { Capacity } from './capacity.ts';
import type { Outcome, TurnEngineOptions } from './options.ts';
import type { Entry, Partition } from './partition.ts';

/**
 * Runs records as places become free: of all claimed partitions the lane that is next by rank. Invariant: while it is
 * open, no ready lane waits if the capacity admits its record and nothing of lower rank waits.
 */
export class Dispatcher<O> {
  readonly #options: TurnEngineOptions<O>;
  readonly #capacity: Capacity;
  readonly #assignments: Assignments<O>;
  readonly #runs = new Set<Promise<void>>();
  #closed = false;
  #finished = 0;

  constructor(options: TurnEngineOptions<O>, capacity: Capacity, assignments: Assignments<O>) {
    this.#options = options;
    this.#capacity = capacity;
    this.#assignments = assignments;
  }

  /** Starts whatever can start now. */
  dispatch(): void {
    while (!this.#closed) {
      const next = this.#next();
      if (!next || !this.#capacity.admits(next.entry.bytes)) return;
      next.partition.lanes.take();
      if (next.entry.superseded) {
        next.partition.finish(next.entry, this.#now());
        this.#assignments.reconcile();
      } else this.#start(next.partition, next.entry, next.ownership);
    }
  }

  /** Nothing starts any more. */
  close(): void {
    this.#closed = true;
  }

  abortRunning(reason: TurnfleetError): void {
    for (const partition of this.#assignments.all) partition.abortRunning(reason);
  }

  /** Records done so far. */
  get finished(): number {
    return this.#finished;
  }

  /** Resolves when nothing runs; of use once closed. */
  async settled(): Promise<void> {
    await Promise.all(this.#runs);
  }

  #next(): { partition: Partition<O>; entry: Entry; ownership: O; rank: number } | undefined {
    let best: { partition: Partition<O>; entry: Entry; ownership: O; rank: number } | undefined;
    for (const partition of this.#assignments.all) {
      const { ownership } = partition;
      const head = ownership === null ? undefined : partition.lanes.peek();
      if (ownership !== null && head && (!best || head.rank < best.rank))
        best = { partition, entry: head.item, ownership, rank: head.rank };
    }
    return best;
  }

  #start(partition: Partition<O>, entry: Entry, ownership: O): void {
    const run = this.#run(partition, entry, ownership).finally(() => {
      this.#runs.delete(run);
      this.#assignments.reconcile();
      this.dispatch();
    });
    this.#runs.add(run);
  }

  async #run(partition: Partition<O>, entry: Entry, ownership: O): Promise<void> {
    const waitedMs = this.#now() - entry.since;
    entry.abort = new AbortController();
    this.#enter(partition, entry, 'running');
    this.#capacity.begin(entry.bytes);
    const outcome = await this.#outcomeOf(entry, ownership, { signal: entry.abort.signal, waitedMs });
    this.#capacity.end(entry.bytes);
    entry.abort = null;
    if (partition.lost || entry.superseded || outcome === 'done') {
      if (outcome === 'done' && !partition.lost) this.#finished++;
      partition.refusals = 0;
      partition.movedAt = this.#now();
      partition.finish(entry, this.#now());
      return;
    }
    if (outcome === 'reclaim') {
      partition.putBack(entry, this.#now());
      this.#assignments.reclaim(partition, ownership);
    } else void this.#rest(partition, entry);
  }

  async #outcomeOf(entry: Entry, ownership: O, context: { signal: AbortSignal; waitedMs: number }): Promise<Outcome> {
    try {
      const outcome = await this.#options.process(entry.record, ownership, context);
      entry.failingSince = null;
      if (outcome !== 'released') entry.failures = 0;
      else entry.failures++;
      return outcome;
    } catch (error) {
      // Not done, whatever it was: the record stays open, rests and runs again, and `health` tells if that goes on.
      entry.failures++;
      entry.failingSince ??= this.#now();
      this.#options.events?.failed?.(entry.record, toTurnfleetError(error), entry.failures);
      return 'released';
    }
  }

  async #rest(partition: Partition<O>, entry: Entry): Promise<void> {
    this.#enter(partition, entry, 'resting');
    await wait(this.#options.clock, backoffMs(entry.failures), partition.signal).catch(() => {});
    if (partition.lost) return;
    partition.putBack(entry, this.#now());
    this.dispatch();
  }

  #enter(partition: Partition<O>, entry: Entry, state: Entry['state']): void {
    entry.state = state;
    entry.since = this.#now();
    partition.movedAt = this.#now();
  }

  #now(): number {
    return this.#options.clock.monotonic();
  }
}
