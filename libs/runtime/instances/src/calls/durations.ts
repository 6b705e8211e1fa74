const remembered = 128;
/** Fewer say nothing of a 95th percentile. */
const fewest = 20;
/** How many may come before it is worked out again. */
const stale = 16;

/** How long the last calls of a method took that were answered, milliseconds. */
export class Durations {
  readonly #last: number[] = [];
  #next = 0;
  #added = 0;
  #p95: number | null = null;

  add(ms: number): void {
    this.#last[this.#next] = ms;
    this.#next = (this.#next + 1) % remembered;
    this.#added++;
  }

  /** Null while too few are known. */
  p95(): number | null {
    if (this.#last.length < fewest) return null;
    if (this.#p95 === null || this.#added >= stale) {
      const sorted = this.#last.toSorted((a, b) => a - b);
      this.#p95 = sorted[Math.ceil(0.95 * sorted.length) - 1] ?? null;
      this.#added = 0;
    }
    return this.#p95;
  }
}
