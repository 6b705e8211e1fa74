import { Alarm } from './alarm.ts';
import type { Assignments } from './assignments.ts';
import type { Capacity } from './capacity.ts';
import type { Entry } from './entry.ts';
import { type IdleWork, workInIdleLane } from './idle-lane.ts';
import type { TurnEngineOptions } from './options.ts';
import type { Partition } from './partition.ts';
import { type Group, Runner } from './runner.ts';
import { type Suspect, Suspects } from './suspects.ts';

/**
 * Lets records run as places become free: a suspect if one may run, else of all claimed partitions the lane that is next by
 * rank. Invariant: while it is open, no ready lane waits if the capacity admits its record, nothing goes before it and the
 * place is not kept for others.
 */
export class Dispatcher<O> {
  readonly #options: TurnEngineOptions<O>;
  readonly #capacity: Capacity;
  readonly #assignments: Assignments<O>;
  readonly #suspects = new Suspects<O>();
  readonly #runner: Runner<O>;
  readonly #alarm: Alarm;
  #closed = false;

  constructor(options: TurnEngineOptions<O>, capacity: Capacity, assignments: Assignments<O>) {
    this.#options = options;
    this.#capacity = capacity;
    this.#assignments = assignments;
    this.#runner = new Runner(options, { capacity, assignments, suspects: this.#suspects }, () => this.dispatch());
    this.#alarm = new Alarm(options.clock, () => this.dispatch());
  }

  /** Starts whatever can start now. */
  dispatch(): void {
    if (this.#options.coalesceMs) this.#wakeLanes();
    while (!this.#closed) {
      const suspect = this.#suspects.next();
      const group = suspect ? this.#takeSuspect(suspect) : this.#takeNext();
      if (!group) break;
      this.#runner.start(group);
    }
    // What was over at once has left a lane that rests.
    if (this.#options.coalesceMs) this.#wakeLanes();
  }

  /** Nothing starts any more. */
  close(): void {
    this.#closed = true;
    this.#alarm.cancel();
  }

  /** Has a partition claimed anew if it is still held under the ownership that the store refused. */
  reclaim(number: number, refused: O): void {
    const partition = this.#assignments.all.find((one) => one.number === number);
    if (partition) this.#assignments.reclaim(partition, refused, () => this.#runner.settled(partition));
  }

  /** See `TurnEngine.inIdleLane`. */
  async inIdleLane(number: number, ownership: O, lane: string, work: IdleWork): Promise<boolean> {
    const partition = this.#assignments.all.find((one) => one.number === number);
    if (this.#closed || partition?.ownership !== ownership) return false;
    const parts = { options: this.#options, assignments: this.#assignments, runner: this.#runner };
    return workInIdleLane(parts, partition, lane, work);
  }

  /** Records that wait to run alone. */
  get suspects(): number {
    return this.#suspects.waiting;
  }

  /** Records done so far. */
  get finished(): number {
    return this.#runner.finished;
  }

  get workedMs(): number {
    return this.#runner.workedMs;
  }

  /** Resolves when nothing runs; of use once closed. */
  settled(): Promise<unknown> {
    return this.#runner.settled();
  }

  #wakeLanes(): void {
    if (this.#closed) return;
    const now = this.#options.clock.monotonic();
    let next = Number.POSITIVE_INFINITY;
    for (const { lanes } of this.#assignments.all) {
      lanes.wake(now);
      next = Math.min(next, lanes.wakesAt ?? next);
    }
    this.#alarm.setTo(next);
  }

  #takeSuspect(suspect: Suspect<O>): Group<O> | undefined {
    const { partition, ownership, entry } = suspect;
    if (!this.#admit(entry)) return undefined;
    this.#suspects.begin(suspect);
    return { partition, ownership, entries: [entry], alone: true };
  }

  #takeNext(): Group<O> | undefined {
    let best: { partition: Partition<O>; ownership: O; item: Entry; rank: number } | undefined;
    for (const partition of this.#assignments.all) {
      const { ownership } = partition;
      const head = ownership === null ? undefined : partition.lanes.peek();
      if (ownership === null || !head || (best && head.rank >= best.rank) || this.#capacity.isKeptFrom(head.item))
        continue;
      best = { partition, ownership, ...head };
    }
    if (!best || !this.#admit(best.item)) return undefined;
    const { partition, ownership, item: first } = best;
    // What was superseded is over with at once; who joined it would be taken for over with too.
    const entries = partition.lanes.take((more) => !first.superseded && !more.superseded && this.#admit(more));
    return { partition, ownership, entries, alone: false };
  }

  #admit(entry: Entry): boolean {
    if (!this.#capacity.admits(entry.bytes)) return false;
    this.#capacity.begin(entry);
    return true;
  }
}
