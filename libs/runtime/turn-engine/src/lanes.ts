import type { FairShare, Share } from './fair-share.ts';
import { MinHeap } from './min-heap.ts';

/** What a lane asks of its items. */
export interface Laned extends Share {
  readonly lane: string;
  /** Neighbours in a lane for which this is the same may run together; null: it runs by itself. */
  readonly joins: string | null;
}

const longestGroup = 16;

interface Lane<T> {
  readonly name: string;
  /** Waiting items, the oldest first; of a ready lane there is at least one. */
  readonly waiting: T[];
  busy: boolean;
  /** Ready lanes are served in the order of this. */
  rank: number;
  /** Of two of one rank, the first to be ready. */
  readyAs: number;
  readySince: number;
}

/**
 * The waiting records of one partition. Invariant: of each lane at most one group of items is out (the lane is busy), the
 * others wait in order; if something waits in a lane and nothing of it is out, the lane is in exactly one queue: of those
 * that are ready, or of those that rest for others to come. Ready lanes are served as `FairShare` has it, which is that of
 * all partitions of a worker: none starves.
 */
export class Lanes<T extends Laned> {
  readonly #lanes = new Map<string, Lane<T>>();
  readonly #ready = new MinHeap<Lane<T>>((a, b) => a.rank < b.rank || (a.rank === b.rank && a.readyAs < b.readyAs));
  readonly #share: FairShare;
  readonly #resting: { readonly lane: Lane<T>; readonly until: number }[] = [];
  /** How long the first item that joins others waits for them; 0: never, and each item runs by itself. */
  readonly #restMs: number;
  #waiting = 0;
  #readied = 0;

  constructor(share: FairShare, restMs = 0) {
    this.#share = share;
    this.#restMs = restMs;
  }

  add(item: T, now: number): void {
    const lane = this.#lanes.get(item.lane) ?? newLane<T>(item.lane);
    this.#lanes.set(item.lane, lane);
    lane.waiting.push(item);
    this.#waiting++;
    if (!lane.busy && lane.waiting.length === 1) this.#open(lane, now);
  }

  /** The item that is next and its rank (lowest first, comparable between partitions), or undefined if no lane is ready. */
  peek(): { readonly item: T; readonly rank: number } | undefined {
    const lane = this.#ready.least;
    const item = lane?.waiting[0];
    return lane && item && { item, rank: lane.rank };
  }

  /**
   * Takes out the next item and those behind it that join it, as far as `admit` – asked once for each – lets them. The lane
   * is busy until `free` or `putBack`. Empty if no lane is ready.
   */
  take(admit: (item: T) => boolean): readonly T[] {
    const lane = this.#ready.pop();
    if (!lane) return [];
    this.#share.serve(lane.rank);
    lane.busy = true;
    let size = 1;
    const joins = this.#joining(lane);
    for (let next = lane.waiting[1]; joins !== null && next?.joins === joins && admit(next); next = lane.waiting[size])
      if (++size === longestGroup) break;
    this.#waiting -= size;
    return lane.waiting.splice(0, size);
  }

  /** Makes an empty lane busy until `free`, as if something of it were out; false if it is not empty. */
  occupy(name: string): boolean {
    if (this.#lanes.has(name)) return false;
    this.#lanes.set(name, { ...newLane<T>(name), busy: true });
    return true;
  }

  /** What was out is over with. */
  free(name: string, now: number): void {
    const lane = this.#lanes.get(name);
    if (!lane) return;
    lane.busy = false;
    if (lane.waiting.length > 0) this.#open(lane, now);
    else this.#lanes.delete(name);
  }

  /** What was out of one lane is the first in it again, in the order given, and rests no more. */
  putBack(items: readonly T[], now: number): void {
    const lane = items[0] && this.#lanes.get(items[0].lane);
    if (!lane) return;
    lane.waiting.unshift(...items);
    this.#waiting += items.length;
    lane.busy = false;
    this.#enqueue(lane, now);
  }

  /** Lanes that have rested long enough become ready. */
  wake(now: number): void {
    for (let first = this.#resting[0]; first && first.until <= now; first = this.#resting[0]) {
      this.#resting.shift();
      this.#enqueue(first.lane, now);
    }
  }

  /** When the next of the resting lanes is to be woken, or undefined if none rests. */
  get wakesAt(): number | undefined {
    return this.#resting[0]?.until;
  }

  /** Items not out. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Since when the longest waiting of the ready lanes is ready, or undefined if none is. */
  get readySince(): number | undefined {
    const { items } = this.#ready;
    return items[0] && items.reduce((oldest, { readySince }) => Math.min(oldest, readySince), items[0].readySince);
  }

  /** Nothing of it will be served: other partitions owe their sharers nothing for it. */
  drop(): void {
    for (const { waiting } of this.#ready.items) if (waiting[0]) this.#share.leave(waiting[0]);
  }

  #open(lane: Lane<T>, now: number): void {
    if (this.#joining(lane) !== null) this.#resting.push({ lane, until: now + this.#restMs });
    else this.#enqueue(lane, now);
  }

  /** What the items behind the first need to run together with it, or null if none may. */
  #joining({ waiting }: Lane<T>): string | null {
    return this.#restMs > 0 ? (waiting[0]?.joins ?? null) : null;
  }

  #enqueue(lane: Lane<T>, now: number): void {
    const [first] = lane.waiting;
    if (!first) return;
    lane.rank = this.#share.enter(first);
    lane.readyAs = this.#readied++;
    lane.readySince = now;
    this.#ready.push(lane);
  }
}

const newLane = <T>(name: string): Lane<T> => ({
  ...{ name, waiting: [], busy: false, rank: 0, readyAs: 0, readySince: 0 },
});
