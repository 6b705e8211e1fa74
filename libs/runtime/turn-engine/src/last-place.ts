import { nameOf, type Share } from './fair-share.ts';

/** Fewer places are all given away: one of them would be more than a twentieth. */
const fewestPlaces = 20;

/**
 * Keeps the last place of a worker from sharers that hold a quarter or more. Turns that a flood began together end together:
 * without it, whoever comes between two ends waits for the next, however light they are. See docs/adr/0088.
 */
export class LastPlace {
  readonly #places: number;
  readonly #held = new Map<string, number>();

  constructor(places: number) {
    this.#places = places;
  }

  /** Whether a turn of the sharer has to wait while so many run, though there is a place. */
  isKeptFrom(share: Share, running: number): boolean {
    if (this.#places < fewestPlaces || running < this.#places - 1) return false;
    return (this.#held.get(nameOf(share)) ?? 0) >= this.#places / 4;
  }

  begin(share: Share): void {
    const name = nameOf(share);
    this.#held.set(name, (this.#held.get(name) ?? 0) + 1);
  }

  end(share: Share): void {
    const name = nameOf(share);
    const left = (this.#held.get(name) ?? 0) - 1;
    if (left > 0) this.#held.set(name, left);
    else this.#held.delete(name);
  }
}
