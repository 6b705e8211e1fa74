import type { Share } from './fair-share.ts';
import { LastPlace } from './last-place.ts';

/** What takes a place: how large it is, and whose. */
interface Placed extends Share {
  readonly bytes: number;
}

export interface CapacityLimits {
  /** Turns that run at once. As many again may wait, so that no place stays empty while more is fetched. */
  readonly turns: number;
  /** Bytes of the records taken in, running and waiting. */
  readonly bytes: number;
}

const readAhead = 2;
const pauseAbove = 1;
const resumeBelow = 0.7;

/**
 * How much a worker has taken on. Invariant: no more than `turns` run at once, nor more than `bytes` (one record, however
 * large, may always run); `full` turns true above 100 % of what may be taken in and false below 70 %, so that pausing and
 * resuming do not alternate with every record.
 */
export class Capacity {
  readonly #limits: CapacityLimits;
  readonly #taken = { turns: 0, bytes: 0 };
  readonly #running = { turns: 0, bytes: 0 };
  readonly #lastPlace: LastPlace;
  #full = false;

  constructor(limits: CapacityLimits) {
    this.#limits = limits;
    this.#lastPlace = new LastPlace(limits.turns);
  }

  take(bytes: number): void {
    this.#taken.turns++;
    this.#taken.bytes += bytes;
    if (this.#load() > pauseAbove) this.#full = true;
  }

  release(bytes: number): void {
    this.#taken.turns--;
    this.#taken.bytes -= bytes;
    if (this.#load() < resumeBelow) this.#full = false;
  }

  /** Whether a record of this size may begin now. */
  admits(bytes: number): boolean {
    const { turns, bytes: running } = this.#running;
    return turns === 0 || (turns < this.#limits.turns && running + bytes <= this.#limits.bytes);
  }

  /** Whether the place that is left is for others. */
  isKeptFrom(share: Share): boolean {
    return this.#lastPlace.isKeptFrom(share, this.#running.turns);
  }

  begin(placed: Placed): void {
    this.#running.turns++;
    this.#running.bytes += placed.bytes;
    this.#lastPlace.begin(placed);
  }

  end(placed: Placed): void {
    this.#running.turns--;
    this.#running.bytes -= placed.bytes;
    this.#lastPlace.end(placed);
  }

  /** As much is taken in as may be. */
  get full(): boolean {
    return this.#full;
  }

  /**
   * Whether no more of a partition should be fetched: of `taken` records here it has its share of what `partitions` of them
   * may take, and all is full. A backlog comes in large pieces: were all partitions to rest when it fills the worker, those
   * that happened to come late would have nothing to run until it is worked off. Bytes have no shares.
   */
  hasEnough(taken: number, partitions: number, resting: boolean): boolean {
    if (!this.#full) return false;
    const share = (readAhead * this.#limits.turns) / partitions;
    return taken > (resting ? resumeBelow : pauseAbove) * share || this.#taken.bytes > this.#limits.bytes;
  }

  get running(): number {
    return this.#running.turns;
  }

  get taken(): { readonly turns: number; readonly bytes: number } {
    return this.#taken;
  }

  #load(): number {
    return Math.max(this.#taken.turns / (readAhead * this.#limits.turns), this.#taken.bytes / this.#limits.bytes);
  }
}
