import { Semaphore, TurnfleetError } from '@turnfleet/core';

/**
 * Keeps one service from taking all there is: at most `size` calls at once, `queue` more wait for one of them to end, and
 * who comes then is refused at once (`overloaded`).
 */
export class Bulkhead {
  readonly #places: Semaphore;
  readonly #most: number;
  #inside = 0;
  readonly #size: number;

  constructor(size: number, queue: number) {
    this.#places = new Semaphore(size);
    this.#size = size;
    this.#most = size + queue;
  }

  /** Calls that wait for a place. */
  get waiting(): number {
    return Math.max(0, this.#inside - this.#size);
  }

  /** Runs `work` when there is a place; rejects with the signal's reason if that aborts first. */
  async run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    if (this.#inside >= this.#most) {
      const message = 'More calls wait for this service than it could answer in time.';
      throw new TurnfleetError('overloaded', message, { retryAfterMs: 1_000 });
    }
    this.#inside++;
    try {
      return await this.#places.run(work, signal);
    } finally {
      this.#inside--;
    }
  }
}
