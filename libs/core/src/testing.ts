import type { Clock, Timer } from './clock.ts';

/** A clock that stands still until `advance` is called; timers fire in time order, then in the order they were set. */
export class ManualClock implements Clock {
  #now: number;
  #start: number;
  #timers: { at: number; fire: () => void }[] = [];

  constructor(now = Date.UTC(2026, 0, 1)) {
    this.#now = now;
    this.#start = now;
  }

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now - this.#start;
  }

  setTimer(ms: number, fire: () => void): Timer {
    const timer = { at: this.#now + Math.max(0, ms), fire };
    this.#timers.push(timer);
    return { cancel: () => void (this.#timers = this.#timers.filter((other) => other !== timer)) };
  }

  /** Number of timers not yet fired or cancelled: what a clean stop leaves at 0. */
  get pending(): number {
    return this.#timers.length;
  }

  /** Moves time on by `ms`, firing what falls due; lets promises settle after each timer. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (let next = this.#takeDue(end); next; next = this.#takeDue(end)) {
      this.#now = next.at;
      next.fire();
      await settle();
    }
    this.#now = end;
  }

  /** The machine was paused, or somebody set its clock: the wall clock alone moves, by `ms` in whichever direction. */
  shift(ms: number): void {
    this.#now += ms;
    this.#start += ms;
    for (const timer of this.#timers) timer.at += ms;
  }

  #takeDue(end: number): { at: number; fire: () => void } | undefined {
    const due = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
    this.#timers = this.#timers.filter((timer) => timer !== due);
    return due;
  }
}

/** Lets every promise that can settle without time passing do so. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Mulberry32: a small seeded generator, good enough for choosing test cases. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Ids `prefix-1`, `prefix-2`, … */
export function countingIds(prefix = 'id'): () => string {
  let count = 0;
  return () => `${prefix}-${++count}`;
}
