const sliceMs = 50;

/** Counts by name and by time, in twentieths of a second. Time is monotonic milliseconds, given, and does not go back. */
export class RecentCounts {
  /** By the number of the slice, the oldest first. */
  readonly #slices = new Map<number, Map<string, number>>();

  add(name: string, count: number, now: number): void {
    const at = Math.floor(now / sliceMs);
    const slice = this.#slices.get(at) ?? new Map<string, number>();
    this.#slices.set(at, slice);
    slice.set(name, (slice.get(name) ?? 0) + count);
  }

  /** What was counted from then on. */
  since(then: number): ReadonlyMap<string, number> {
    const sums = new Map<string, number>();
    for (const [at, slice] of this.#slices) {
      if (at < Math.floor(then / sliceMs)) continue;
      for (const [name, count] of slice) sums.set(name, (sums.get(name) ?? 0) + count);
    }
    return sums;
  }

  forgetBefore(then: number): void {
    for (const at of this.#slices.keys()) {
      if ((at + 1) * sliceMs > then) return;
      this.#slices.delete(at);
    }
  }
}
