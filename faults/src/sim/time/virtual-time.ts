import type { Clock, Timer } from '@turnfleet/core';
import { Due, DueHeap } from './due-heap.ts';

/** A timer at least so long waits for an hour, a day; a shorter one beats. */
const longMs = 10 * 60_000;
const settled = Promise.resolve();

/**
 * Time that passes only when there is something to do. Invariant: timers fire in the order of time, then of being set;
 * before the next one fires, every promise that could settle has settled. `now` is in whole milliseconds, as `Date.now` is.
 */
export class VirtualTime implements Clock {
  readonly #start: number;
  readonly #heap = new DueHeap();
  readonly #stepsPerTurn: number;
  readonly #long = new Set<Due>();
  readonly #leaps = new Set<(ms: number) => void>();
  /** Since the start, without what was leapt over; so are the times of timers. */
  #now = 0;
  #leapt = 0;
  #order = 0;
  #steps = 0;
  /** What is being waited for outside. */
  #held = 0;
  #goOn: (() => void) | null = null;

  /** `stepsPerTurn`: steps after which Node's event loop turns once, so that it may at least clean up behind itself. */
  constructor(start = Date.UTC(2026, 0, 1), stepsPerTurn = 2_000) {
    this.#start = start;
    this.#stepsPerTurn = stepsPerTurn;
  }

  now(): number {
    return this.#start + this.#leapt + this.#now;
  }

  monotonic(): number {
    return this.#leapt + this.#now;
  }

  /**
   * So much time passes in which everything beats as it did and nothing else happens. What beats goes on afterwards, what
   * is planned stays as far away as it was, what a process waits for longer is due. Who remembers beats is told.
   */
  leap(ms: number): void {
    this.#leapt += ms;
    for (const due of this.#long) {
      if (due.at <= this.#now || !due.fire) this.#long.delete(due);
      due.at = Math.max(this.#now, due.at - ms);
    }
    this.#heap.sort();
    for (const leapt of this.#leaps) leapt(ms);
  }

  /** Calls `leapt` with every leap. */
  onLeap(leapt: (ms: number) => void): void {
    this.#leaps.add(leapt);
  }

  /** Timers fired so far. */
  get steps(): number {
    return this.#steps;
  }

  setTimer(ms: number, fire: () => void): Due {
    const due = new Due(this.#now + Math.max(0, Math.ceil(ms)), this.#order++, fire);
    this.#heap.push(due);
    return due;
  }

  /** No time passes until this, which comes from outside the simulation, has settled. */
  hold(outside: Promise<unknown>): void {
    this.#held++;
    const release = (): void => {
      if (--this.#held > 0) return;
      this.#goOn?.();
      this.#goOn = null;
    };
    outside.then(release, release);
  }

  /** A timer of a process, which goes by its own clock: one that waits for long hears of leaps. */
  setProcessTimer(ms: number, fire: () => void): Timer {
    const due = this.setTimer(ms, fire);
    if (ms >= longMs) this.#long.add(due);
    return due;
  }

  /** Lets time pass until `isOver` holds (asked before each step) or `until` (Unix milliseconds) is reached. */
  run(until: number, isOver: () => boolean = () => false): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const last = until - this.#start - this.#leapt;
    // Node runs the next tick only when no microtask is left, and turns no event loop for it; of two ticks, the second at once.
    const whenSettled = (): void => process.nextTick(inMicrotask);
    const inMicrotask = (): void => void settled.then(goOn);
    const goOn = (): void => {
      if (this.#held > 0) {
        this.#goOn = whenSettled;
        return;
      }
      try {
        const next = isOver() ? null : this.#next(last);
        if (!next?.fire) return resolve();
        this.#now = next.at;
        next.fire();
        if (++this.#steps % this.#stepsPerTurn === 0) setImmediate(whenSettled);
        else whenSettled();
      } catch (error) {
        reject(error);
      }
    };
    whenSettled();
    return promise;
  }

  /** Takes off the next timer up to `last`; if there is none, that is the time now. */
  #next(last: number): Due | null {
    for (let next = this.#heap.first; next && next.at <= last; next = this.#heap.first) {
      this.#heap.pop();
      if (next.fire) return next;
    }
    this.#now = Math.max(this.#now, last);
    return null;
  }
}
