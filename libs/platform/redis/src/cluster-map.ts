import type { ClusterLayout, SlotRange } from './cluster-layout.ts';
import { slotOf } from './slots.ts';

const allSlots = 16_384;

/** Which slots are where, from the newest of the layouts that were told. */
export class ClusterMap {
  #ranges: readonly SlotRange[] = [];
  #epoch = 0;
  #toldBy = '';

  /** Places of all servers that have slots. */
  get places(): ReadonlySet<string> {
    return new Set(this.#ranges.map(({ place }) => place));
  }

  /** Number of slots that belong to no server. */
  get missing(): number {
    return this.#ranges.reduce((left, { first, last }) => left - (last - first + 1), allSlots);
  }

  /**
   * Takes what a server tells; false if it is not to be believed: it has no slots, or lags behind. Of who told the newest
   * before, and where that one has gone, an older layout counts all the same: then the cluster is another one.
   */
  hear({ epoch, ranges }: ClusterLayout, from: string): boolean {
    if (ranges.length === 0) return false;
    if (epoch < this.#epoch && this.#toldBy !== from && this.places.has(this.#toldBy)) return false;
    this.#ranges = ranges;
    this.#epoch = epoch;
    this.#toldBy = from;
    return true;
  }

  /** The slot of a key, and the place of the server that has it. */
  find(key: string): { readonly slot: number; readonly place: string | undefined } {
    const slot = slotOf(key);
    return { slot, place: this.#ranges.find(({ first, last }) => first <= slot && slot <= last)?.place };
  }
}
