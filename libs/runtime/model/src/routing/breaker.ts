import type { BreakerState } from './candidate.ts';

export interface BreakerLimits {
  /** Calls within the window before it may open. */
  readonly fewest: number;
  /** Share of calls that failed, or were slow, from which it opens. */
  readonly errorShare: number;
  readonly slowShare: number;
  /** A first token after this counts as slow, milliseconds. */
  readonly slowMs: number;
  readonly windowMs: number;
  /** How long it stays open before one call may try, milliseconds; doubled each time that call fails. */
  readonly openMs: number;
  readonly longestOpenMs: number;
}

export const defaultBreaker: BreakerLimits = {
  fewest: 10,
  errorShare: 0.5,
  slowShare: 0.8,
  slowMs: 10_000,
  windowMs: 10_000,
  openMs: 2_000,
  longestOpenMs: 30_000,
};

export type Verdict = 'ok' | 'slow' | 'failed';

interface Counted {
  readonly at: number;
  readonly verdict: Verdict;
}

/**
 * Keeps calls away from an endpoint that fails or crawls: closed, open, half open with one probe. Invariant: `open` lets
 * nothing through until `#until`, `half_open` exactly one call, whose verdict decides; a probe that never reports counts
 * as withdrawn after `slowMs`. Pure but for its own counts; time is monotonic milliseconds, given.
 */
export class Breaker {
  readonly #limits: BreakerLimits;
  #calls: Counted[] = [];
  #until = 0;
  #openMs: number;
  #isOpen = false;
  #probeSince: number | null = null;

  constructor(limits: BreakerLimits = defaultBreaker) {
    this.#limits = limits;
    this.#openMs = limits.openMs;
  }

  state(now: number): BreakerState {
    if (!this.#isOpen) return 'closed';
    return now < this.#until || this.#isProbing(now) ? 'open' : 'half_open';
  }

  /** Whether a call may be made now. In `half_open` the first to ask becomes the probe. */
  admit(now: number): boolean {
    const state = this.state(now);
    if (state === 'half_open') this.#probeSince = now;
    return state !== 'open';
  }

  /** How a call that was admitted went. */
  report(verdict: Verdict, now: number): void {
    if (this.#isOpen) this.#judgeProbe(verdict, now);
    else {
      this.#calls = [...this.#calls.filter(({ at }) => now - at < this.#limits.windowMs), { at: now, verdict }];
      if (this.#isTooBad()) this.#open(now);
    }
  }

  /** A call that was admitted and ended without telling anything of the endpoint: cancelled, or the shopper's own fault. */
  withdraw(): void {
    this.#probeSince = null;
  }

  #judgeProbe(verdict: Verdict, now: number): void {
    // A call from before it opened comes to its end: only the probe counts.
    if (this.#probeSince === null) return;
    this.#probeSince = null;
    if (verdict === 'ok') {
      this.#isOpen = false;
      this.#calls = [];
      this.#openMs = this.#limits.openMs;
      return;
    }
    this.#openMs = Math.min(2 * this.#openMs, this.#limits.longestOpenMs);
    this.#until = now + this.#openMs;
  }

  #open(now: number): void {
    this.#isOpen = true;
    this.#probeSince = null;
    this.#until = now + this.#openMs;
  }

  #isProbing(now: number): boolean {
    return this.#probeSince !== null && now - this.#probeSince < this.#limits.slowMs;
  }

  #isTooBad(): boolean {
    const { fewest, errorShare, slowShare } = this.#limits;
    const all = this.#calls.length;
    const share = (verdict: Verdict): number => this.#calls.filter((one) => one.verdict === verdict).length / all;
    return all >= fewest && (share('failed') >= errorShare || share('slow') + share('failed') >= slowShare);
  }
}
