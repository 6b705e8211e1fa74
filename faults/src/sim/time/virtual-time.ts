import type { Clock, Timer } from '@turnfleet/core';

/** A timer; `at` counts from the start, so that it is a small number, which costs no memory of its own. */
class Due implements Timer {
  readonly at: number;
  readonly order: number;
  fire: (() => void) | null;

  constructor(at: number, order: number, fire: () => void) {
    this.at = at;
    this.order = order;
    this.fire = fire;
  }

  cancel(): void {
    this.fire = null;
  }
}

/** Steps after which Node's event loop turns once, so that it may clean up behind itself. */
const stepsPerTurn = 2_000;
const settled = Promise.resolve();

/**
 * Time that passes only when there is something to do. Invariant: timers fire in the order of time, then of being set;
 * before the next one fires, every promise that could settle has settled. `now` is in whole milliseconds, as `Date.now` is.
 */
export class VirtualTime implements Clock {
  readonly #start: number;
  readonly #heap: Due[] = [];
  /** Since the start. */
  #now = 0;
  #order = 0;
  #steps = 0;
  /** What is being waited for outside. */
  #held = 0;
  #goOn: (() => void) | null = null;

  constructor(start = Date.UTC(2026, 0, 1)) {
    this.#start = start;
  }

  now(): number {
    return this.#start + this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  /** Timers fired so far. */
  get steps(): number {
    return this.#steps;
  }

  setTimer(ms: number, fire: () => void): Timer {
    const due = new Due(this.#now + Math.max(0, Math.ceil(ms)), this.#order++, fire);
    this.#push(due);
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

  /** Lets time pass until `isOver` holds (asked before each step) or `until` (Unix milliseconds) is reached. */
  run(until: number, isOver: () => boolean = () => false): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const last = until - this.#start;
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
        if (++this.#steps % stepsPerTurn === 0) setImmediate(whenSettled);
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
    for (let next = this.#heap[0]; next && next.at <= last; next = this.#heap[0]) {
      this.#pop();
      if (next.fire) return next;
    }
    this.#now = Math.max(this.#now, last);
    return null;
  }

  #push(due: Due): void {
    const heap = this.#heap;
    let i = heap.push(due) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      const above = heap[parent];
      if (!above || !isBefore(due, above)) break;
      heap[i] = above;
      i = parent;
    }
    heap[i] = due;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let i = 0;
    for (let child = heap[1]; child; child = heap[2 * i + 1]) {
      let at = 2 * i + 1;
      const right = heap[at + 1];
      if (right && isBefore(right, child)) {
        child = right;
        at++;
      }
      if (!isBefore(child, last)) break;
      heap[i] = child;
      i = at;
    }
    heap[i] = last;
  }
}

function isBefore(a: Due, b: Due): boolean {
  return a.at !== b.at ? a.at < b.at : a.order < b.order;
}
