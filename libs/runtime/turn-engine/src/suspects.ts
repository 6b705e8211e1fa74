import type { Entry } from './entry.ts';
import type { Partition } from './partition.ts';

export interface Suspect<O> {
  readonly partition: Partition<O>;
  readonly entry: Entry;
  readonly ownership: O;
}

/**
 * Records that may have ended their worker before. Invariant: at most one of them runs, however many partitions they are
 * of; they go in the order in which they were suspected, but none waits for a partition that is being claimed.
 */
export class Suspects<O> {
  readonly #waiting: Omit<Suspect<O>, 'ownership'>[] = [];
  #running = false;

  /** Until it has run alone its lane stays busy. */
  add(partition: Partition<O>, entry: Entry): void {
    this.#waiting.push({ partition, entry });
  }

  /** Those that have not begun yet. */
  get waiting(): number {
    return this.#waiting.filter(({ partition }) => !partition.lost).length;
  }

  /** The one that may run now. */
  next(): Suspect<O> | undefined {
    if (this.#running) return undefined;
    for (const { partition, entry } of this.#waiting)
      if (!partition.lost && partition.ownership !== null) return { partition, entry, ownership: partition.ownership };
    return undefined;
  }

  /** It runs now: no other does until `over`. */
  begin(suspect: Suspect<O>): void {
    this.#running = true;
    const left = this.#waiting.filter(({ partition, entry }) => entry !== suspect.entry && !partition.lost);
    this.#waiting.splice(0, this.#waiting.length, ...left);
  }

  over(): void {
    this.#running = false;
  }
}
