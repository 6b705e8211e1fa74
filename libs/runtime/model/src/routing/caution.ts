import { defaultBreaker, type Pass, type Verdict } from '@turnfleet/core';

/** What other workers' breakers say. */
export type Hearsay = 'open' | 'half_open';

/** So long is a call of our own believed rather than others. */
const ownWordMs = defaultBreaker.longestOpenMs;

/**
 * How far a closed breaker heeds what others say of theirs: it doubts, and never forbids. Invariant: hearsay alone opens
 * nothing; what it takes is one call of our own that goes wrong, and one that goes well silences it for a while.
 */
export class Caution {
  #probe: Pass | null = null;
  #heedsFrom = Number.NEGATIVE_INFINITY;

  /** Whether others are to be asked first. While they try it again, one call of ours may, too. */
  doubts(heard: Hearsay | null, now: number): boolean {
    return this.#heeds(heard, now) && (heard === 'open' || this.#probe !== null);
  }

  /** A call begins. While others warn, the first one is watched. */
  begin(pass: Pass, heard: Hearsay | null, now: number): void {
    if (this.#heeds(heard, now)) this.#probe ??= pass;
  }

  /** True: with what others say, this one call is enough to open the breaker. */
  report(verdict: Verdict, now: number, pass: Pass): boolean {
    if (verdict === 'ok') this.#heedsFrom = now + ownWordMs;
    if (pass !== this.#probe) return false;
    this.#probe = null;
    return verdict !== 'ok';
  }

  withdraw(pass: Pass): void {
    if (pass === this.#probe) this.#probe = null;
  }

  #heeds(heard: Hearsay | null, now: number): boolean {
    return heard !== null && now >= this.#heedsFrom;
  }
}
