/** How much a client may send: on average, and at once. */
interface RateLimit {
  readonly perSecond: number;
  readonly atOnce: number;
}

const longestPauseSeconds = 10;

/** What a client may send yet. It may be overdrawn, by what had arrived before anybody could stop reading. */
export class MessageRate {
  readonly #limit: RateLimit;
  #left: number;
  #at: number;

  /** `now`: milliseconds that never go backwards, here and below. */
  constructor(limit: RateLimit, now: number) {
    this.#limit = limit;
    this.#left = limit.atOnce;
    this.#at = now;
  }

  /** Counts a message; milliseconds to stop reading for, 0 if none. */
  take(now: number): number {
    const { perSecond, atOnce } = this.#limit;
    this.#left = Math.min(atOnce, this.#left + ((now - this.#at) / 1_000) * perSecond) - 1;
    this.#at = now;
    return this.#left >= 0 ? 0 : (-this.#left / perSecond) * 1_000;
  }

  /** By so much that a client which is told to wait would have to wait too long. */
  get isFlooded(): boolean {
    return this.#left < -longestPauseSeconds * this.#limit.perSecond;
  }
}
