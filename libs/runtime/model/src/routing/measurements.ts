import type { Measured } from './candidate.ts';
import { RecentTimes } from './recent-times.ts';

/** One call of a model at an endpoint, as it went. */
export interface CallOutcome {
  readonly ok: boolean;
  /** Null when there was no token. */
  readonly firstTokenMs: number | null;
  readonly outputTokens: number;
  readonly totalMs: number;
  /** Until the first word or, of an answer that has none, its end; absent where it was not waited for. */
  readonly silentMs?: number;
}

/** Weight of the newest call in the moving averages. */
const newest = 0.2;
/** Of fewer calls nobody can say how long they mostly are silent. */
const fewest = 20;
/** After this time a call counts half for the share of success. */
const halfLifeMs = 120_000;

/** What is known of one model at one endpoint. Time is monotonic milliseconds, given with every call. */
export class Measurements {
  readonly #firstTokens = new RecentTimes();
  readonly #silences = new RecentTimes();
  #firstTokenMs: number | null = null;
  #msPerToken: number | null = null;
  #successes = 0;
  #failures = 0;
  #at = 0;

  add({ ok, firstTokenMs, outputTokens, totalMs, silentMs }: CallOutcome, now: number): void {
    this.#fade(now);
    if (ok) this.#successes += 1;
    else this.#failures += 1;
    if (silentMs !== undefined) this.#silences.add(silentMs);
    if (firstTokenMs === null) return;
    this.#firstTokenMs = average(this.#firstTokenMs, firstTokenMs);
    this.#firstTokens.add(firstTokenMs);
    if (ok && outputTokens > 1) {
      this.#msPerToken = average(this.#msPerToken, (totalMs - firstTokenMs) / (outputTokens - 1));
    }
  }

  read(now: number): Measured {
    this.#fade(now);
    return {
      firstTokenMs: this.#firstTokenMs,
      firstTokenP95Ms: this.#firstTokens.p95,
      silentP95Ms: this.#silences.count < fewest ? null : this.#silences.p95,
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
