import type { Clock, Timer } from '@turnfleet/core';
import type { VirtualTime } from '../time/virtual-time.ts';

/** The clock of the state store, by which timers are due: the run's, until it is set. */
export class StoreClock implements Clock {
  readonly #time: VirtualTime;
  #behindMs = 0;

  constructor(time: VirtualTime) {
    this.#time = time;
  }

  setBack(ms: number): void {
    this.#behindMs += ms;
  }

  setRight(): void {
    this.#behindMs = 0;
  }

  now(): number {
    return this.#time.now() - this.#behindMs;
  }

  monotonic(): number {
    return this.#time.monotonic();
  }

  setTimer(ms: number, fire: () => void): Timer {
    return this.#time.setTimer(ms, fire);
  }
}
