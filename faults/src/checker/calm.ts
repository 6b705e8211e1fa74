import type { EventOf } from '../history/history-event.ts';

/** When nothing was broken. Invariant: spans do not overlap and stand in the order of time, once `covers` is asked. */
export class Calm {
  readonly #spans: { readonly from: number; readonly to: number }[] = [];

  see({ at, forMs }: EventOf<'calm'>): void {
    this.#spans.push({ from: at - forMs, to: at });
    this.#spans.sort((a, b) => a.from - b.from);
  }

  /** Whether nothing was broken from one moment to another; never, if one of them is not known. */
  covers(from: number, to: number): boolean {
    if (!Number.isFinite(from) || !Number.isFinite(to)) return false;
    return this.#spans.some((span) => span.from <= from && to <= span.to);
  }
}
