import { type Limited, limitedTold } from '@turnfleet/admission';
import type { Clock } from '@turnfleet/core';

/** Who was refused for so long not any more is limited no more. */
const overAfterMs = 60_000;

/** Who is refused, why and since when, for those who operate the fleet. The longest silent go first when there are too many. */
export class LimitedList {
  readonly #clock: Clock;
  readonly #all = new Map<string, { limited: Limited; at: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  refused(who: string, why: string): void {
    const [at, lastAt] = [this.#clock.monotonic(), new Date(this.#clock.now()).toISOString()];
    const key = `${who} ${why}`;
    const before = this.#all.get(key);
    const goesOn = before !== undefined && at - before.at < overAfterMs;
    const { since, refused } = goesOn ? before.limited : { since: lastAt, refused: 0 };
    this.#all.delete(key);
    this.#all.set(key, { limited: { who, why, since, refused: refused + 1, lastAt }, at });
    if (this.#all.size > limitedTold) this.#all.delete(this.#all.keys().next().value ?? '');
  }

  /** The latest first. */
  now(): readonly Limited[] {
    const at = this.#clock.monotonic();
    for (const [key, one] of this.#all) if (at - one.at >= overAfterMs) this.#all.delete(key);
    return [...this.#all.values()].map(({ limited }) => limited).reverse();
  }
}
