import type { Measured } from './candidate.ts';

/** One call of a model at an endpoint, as it went. */
export interface CallOutcome {
  readonly ok: boolean;
  /** Null when there was no token. */
  readonly firstTokenMs: number | null;
  readonly outputTokens: number;
  readonly totalMs: number;
}

/** Weight of the newest call in the moving averages. */
const newest = 0.2;
/** Calls whose first tokens make the percentile. */
const remembered = 128;
/** After this time a call counts half for the share of success. */
const halfLifeMs = 120_000;

/** What is known of one model at one endpoint. Time is monotonic milliseconds, given with every call. */
export class Measurements {
  readonly #firstTokens: number[] = [];
  /** Of the first tokens; sorted anew only when there is another one. */
  #p95: number | null = null;
  #isP95Old = false;
  #next = 0;
  #firstTokenMs: number | null = null;
  #msPerToken: number | null = null;
  #successes = 0;
  #failures = 0;
  #at = 0;

  add({ ok, firstTokenMs, outputTokens, totalMs }: CallOutcome, now: number): void {
    this.#fade(now);
    if (ok) this.#successes += 1;
    else this.#failures += 1;
    if (firstTokenMs === null) return;
    this.#firstTokenMs = average(this.#firstTokenMs, firstTokenMs);
    this.#firstTokens[this.#next] = firstTokenMs;
    this.#isP95Old = true;
    this.#next = (this.#next + 1) % remembered;
    if (ok && outputTokens > 1) {
      this.#msPerToken = average(this.#msPerToken, (totalMs - firstTokenMs) / (outputTokens - 1));
    }
  }

  read(now: number): Measured {
    this.#fade(now);
    if (this.#isP95Old) this.#p95 = percentile(this.#firstTokens, 0.95);
    this.#isP95Old = false;
    return {
      firstTokenMs: this.#firstTokenMs,
      firstTokenP95Ms: this.#p95,
      msPerToken: this.#msPerToken,
      successes: this.#successes,
      failures: this.#failures,
    };
  }

  #fade(now: number): void {
    const left = 0.5 ** (Math.max(0, now - this.#at) / halfLifeMs);
    this.#successes *= left;
    this.#failures *= left;
    this.#at = now;
  }
}

const average = (old: number | null, value: number): number => (old === null ? value : old + newest * (value - old));

/** Nearest rank; null of nothing. */
export function percentile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}
