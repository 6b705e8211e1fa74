/** The last times of something, and their 95th percentile. */
export class RecentTimes {
  readonly #size: number;
  readonly #times: number[] = [];
  #next = 0;
  /** Sorted anew only when there is another one. */
  #p95: number | null = null;
  #isOld = false;

  constructor(size = 128) {
    this.#size = size;
  }

  get count(): number {
    return this.#times.length;
  }

  add(ms: number): void {
    this.#times[this.#next] = ms;
    this.#next = (this.#next + 1) % this.#size;
    this.#isOld = true;
  }

  /** Null of nothing. */
  get p95(): number | null {
    if (this.#isOld) this.#p95 = percentile(this.#times, 0.95);
    this.#isOld = false;
    return this.#p95;
  }
}

/** Nearest rank; null of nothing. */
export function percentile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}
