export type BreakerState = 'closed' | 'open' | 'half_open';

export interface BreakerLimits {
  /** Calls within the window before it may open. */
  readonly fewest: number;
  /** Share of calls that failed, or were slow, from which it opens. */
  readonly errorShare: number;
  readonly slowShare: number;
  /** An answer that begins after this counts as slow, milliseconds. */
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

/** Leave to make one call; its end is told with it. */
export interface Pass {
  /** Monotonic milliseconds. */
  readonly since: number;
}

/** Calls that ended within one slice of the window. */
interface Slice {
  readonly number: number;
  readonly counts: Record<Verdict, number>;
}

const slices = 10;

/**
 * Keeps calls away from an endpoint that fails or crawls: closed, open, half open with one probe. Invariant: `open` lets
 * nothing through until `#until`, `half_open` exactly one call, whose verdict alone decides; a probe that is not heard of
 * for `slowMs` gives its place to another. Pure but for its own counts; time is monotonic milliseconds, given.
 */
export class Breaker {
  readonly #limits: BreakerLimits;
  /** Oldest first. A call costs the same however many there are. */
  #window: Slice[] = [];
  #until = 0;
  #openMs: number;
  #isOpen = false;
  #probe: Pass | null = null;

  constructor(limits: BreakerLimits = defaultBreaker) {
    this.#limits = limits;
    this.#openMs = limits.openMs;
  }

  /** Until a probe went well. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  state(now: number): BreakerState {
    if (!this.#isOpen) return 'closed';
    return now < this.#until || this.#isProbing(now) ? 'open' : 'half_open';
  }

  /** Null while no call may be made. In `half_open` the first to ask becomes the probe. */
  admit(now: number): Pass | null {
    const state = this.state(now);
    if (state === 'open') return null;
    const pass = { since: now };
    if (state === 'half_open') this.#probe = pass;
    return pass;
  }

  /** How a call that was admitted went. */
  report(verdict: Verdict, now: number, pass: Pass): void {
    if (this.#isOpen) {
      // A call from before it opened comes to its end: only the probe counts.
      if (pass === this.#probe) this.#judgeProbe(verdict, now);
      return;
    }
    this.#count(verdict, now);
    if (this.#isTooBad()) this.#open(now);
  }

  /** A call that was admitted and ended without telling anything of the endpoint: cancelled, or the shopper's own fault. */
  withdraw(pass: Pass): void {
    if (pass === this.#probe) this.#probe = null;
  }

  /** Opens it without waiting for as many calls as it takes. */
  trip(now: number): void {
    if (!this.#isOpen) this.#open(now);
  }

  #judgeProbe(verdict: Verdict, now: number): void {
    this.#probe = null;
    if (verdict === 'ok') {
      this.#isOpen = false;
      this.#window = [];
      this.#openMs = this.#limits.openMs;
      return;
    }
    this.#openMs = Math.min(2 * this.#openMs, this.#limits.longestOpenMs);
    this.#until = now + this.#openMs;
  }

  #open(now: number): void {
    this.#isOpen = true;
    this.#probe = null;
    this.#until = now + this.#openMs;
  }

  #isProbing(now: number): boolean {
    return this.#probe !== null && now - this.#probe.since < this.#limits.slowMs;
  }

  #count(verdict: Verdict, now: number): void {
    const number = Math.floor((now * slices) / this.#limits.windowMs);
    this.#window = this.#window.filter((slice) => slice.number > number - slices);
    let last = this.#window.at(-1);
    if (last?.number !== number) {
      last = { number, counts: { ok: 0, slow: 0, failed: 0 } };
      this.#window.push(last);
    }
    last.counts[verdict]++;
  }

  #isTooBad(): boolean {
    const { fewest, errorShare, slowShare } = this.#limits;
    const sum = (verdict: Verdict): number => this.#window.reduce((total, { counts }) => total + counts[verdict], 0);
    const [ok, slow, failed] = [sum('ok'), sum('slow'), sum('failed')];
    const all = ok + slow + failed;
    return all >= fewest && (failed / all >= errorShare || (slow + failed) / all >= slowShare);
  }
}
