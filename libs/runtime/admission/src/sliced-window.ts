/** A window is counted in slices; a slice counts until all of it is older than the window. */
export const windowMs = 60_000;
export const sliceMs = 5_000;
export const slicesCounted = windowMs / sliceMs + 1;

export interface WindowTaken {
  readonly granted: boolean;
  /** Of the limit, after this one. */
  readonly left: number;
  /** Milliseconds until there is more. Of a refusal: until one would be granted, if nobody else takes it. */
  readonly moreInMs: number;
}

/**
 * What was counted in the last minute. Invariant: no 60 seconds see more granted than the limit; as slices go whole, up to
 * 5 s longer than a minute may count. Time is milliseconds of one clock, given.
 */
export class SlicedWindow {
  /** Counts by the number of the slice, the oldest first. */
  readonly #slices = new Map<number, number>();

  /** What taking one would come to. */
  look(limit: number, now: number): WindowTaken {
    this.#forget(now);
    const used = [...this.#slices.values()].reduce((sum, one) => sum + one, 0);
    const granted = used < limit;
    return { granted, left: Math.max(0, limit - used - 1), moreInMs: this.#moreIn(used, limit, now) };
  }

  count(now: number): void {
    const slice = Math.floor(now / sliceMs);
    this.#slices.set(slice, (this.#slices.get(slice) ?? 0) + 1);
  }

  #moreIn(used: number, limit: number, now: number): number {
    let over = Math.max(1, used - limit + 1);
    for (const [slice, count] of this.#slices) {
      over -= count;
      if (over <= 0) return goneAt(slice) - now;
    }
    return windowMs;
  }

  #forget(now: number): void {
    for (const slice of this.#slices.keys()) {
      if (goneAt(slice) > now) return;
      this.#slices.delete(slice);
    }
  }
}

const goneAt = (slice: number): number => (slice + slicesCounted) * sliceMs;

/** Counts one in each of the windows if all have room, else in none. */
export function takeInAll(
  asks: readonly { readonly window: SlicedWindow; readonly limit: number }[],
  now: number,
): readonly WindowTaken[] {
  const looks = asks.map(({ window, limit }) => window.look(limit, now));
  if (looks.every(({ granted }) => granted)) for (const { window } of asks) window.count(now);
  return looks;
}
