import type { Clock, Timer } from '@turnfleet/core';

/** Rings at the time it was last set to. Invariant: it holds a timer if and only if it is set and has not rung. */
export class Alarm {
  readonly #clock: Clock;
  readonly #ring: () => void;
  #at = Number.POSITIVE_INFINITY;
  #timer: Timer | null = null;

  constructor(clock: Clock, ring: () => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  /** Monotonic milliseconds; infinity: never. */
  setTo(at: number): void {
    if (at === this.#at) return;
    this.cancel();
    if (at === Number.POSITIVE_INFINITY) return;
    this.#at = at;
    this.#timer = this.#clock.setTimer(at - this.#clock.monotonic(), () => {
      this.cancel();
      this.#ring();
    });
  }

  cancel(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#at = Number.POSITIVE_INFINITY;
  }
}
