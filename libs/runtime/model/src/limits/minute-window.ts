import type { EndpointUse, PerMinute, Taken } from './endpoint-quota.ts';

/** What a slice holds counts until all of it is a minute old. */
const slicesCounted = 61;
const sliceMs = 1_000;

/**
 * What was used in the last minute, by the second. Invariant: it never counts less than was used in any 60 seconds that end
 * now; it may count up to a second more. Time is milliseconds of one clock, given.
 */
export class MinuteWindow {
  /** By number, the oldest first. */
  readonly #slices = new Map<number, EndpointUse>();

  take(use: EndpointUse, limits: PerMinute, now: number): Taken {
    const waits = (['requests', 'tokens'] as const).map((by) => ({ by, waitMs: this.#wait(by, use, limits, now) }));
    const [longest] = waits.toSorted((a, b) => b.waitMs - a.waitMs);
    if (longest && longest.waitMs > 0) return { granted: false, ...longest };
    const at = sliceOf(now);
    this.#count(at, use);
    return { granted: true, at };
  }

  /** Counts it at the time of a grant, or now, and answers when that was. What fell out of the window stays out. */
  add(use: EndpointUse, at: number | null, now: number): number {
    this.#forget(now);
    const slice = at ?? sliceOf(now);
    if (at === null || this.#slices.has(slice)) this.#count(slice, use);
    return slice;
  }

  /** All that counts. */
  used(now: number): EndpointUse {
    this.#forget(now);
    const all = [...this.#slices.values()];
    const sum = (of: keyof EndpointUse): number => all.reduce((total, use) => total + use[of], 0);
    return { requests: sum('requests'), tokens: sum('tokens') };
  }

  #count(slice: number, { requests, tokens }: EndpointUse): void {
    const before = this.#slices.get(slice) ?? { requests: 0, tokens: 0 };
    this.#slices.set(slice, { requests: before.requests + requests, tokens: before.tokens + tokens });
  }

  /** Milliseconds until the oldest slices have made room; 0 if there is some. */
  #wait(by: 'requests' | 'tokens', use: EndpointUse, limits: PerMinute, now: number): number {
    const limit = limits[by];
    if (limit === null) return 0;
    let over = this.used(now)[by] + use[by] - limit;
    if (over <= 0) return 0;
    for (const [slice, used] of this.#slices) {
      over -= used[by];
      if (over <= 0) return goneAt(slice) - now;
    }
    return Number.POSITIVE_INFINITY;
  }

  #forget(now: number): void {
    for (const slice of this.#slices.keys()) {
      if (goneAt(slice) > now) return;
      this.#slices.delete(slice);
    }
  }
}

const sliceOf = (now: number): number => Math.floor(now / sliceMs);
const goneAt = (slice: number): number => (slice + slicesCounted) * sliceMs;
