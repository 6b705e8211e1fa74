/** 1 high, 2 normal, 3 low. */
export type Priority = 1 | 2 | 3;

/** Milliseconds after which a lane counts as if it were one step more important. */
const ageingMs = 2_000;

interface Lane<T> {
  readonly name: string;
  /** Waiting items, the oldest first; of a ready lane there is at least one. */
  readonly waiting: { readonly item: T; readonly priority: Priority }[];
  busy: boolean;
  /** Ready lanes are served in the order of this: when it became ready, later by what its priority lacks. */
  rank: number;
}

/**
 * The waiting records of one partition. Invariant: of each lane at most one item is out (the lane is busy), the others
 * wait in order; a lane is ready (in exactly one queue) if and only if something waits in it and nothing of it is out.
 * A lane that is ready overtakes those of higher priority that become ready `ageingMs` later per step: none starves.
 */
export class Lanes<T> {
  readonly #lanes = new Map<string, Lane<T>>();
  /** One first-in-first-out queue per priority; ranks grow within each, so only the heads compete. */
  readonly #ready: readonly Lane<T>[][] = [[], [], []];
  #waiting = 0;

  add(name: string, priority: Priority, item: T, now: number): void {
    const lane = this.#lanes.get(name) ?? { name, waiting: [], busy: false, rank: 0 };
    this.#lanes.set(name, lane);
    lane.waiting.push({ item, priority });
    this.#waiting++;
    if (!lane.busy && lane.waiting.length === 1) this.#enqueue(lane, now);
  }

  /** The item that is next and its rank (lowest first, comparable between partitions), or undefined if no lane is ready. */
  peek(): { readonly item: T; readonly rank: number } | undefined {
    const lane = this.#best();
    const head = lane?.waiting[0];
    return lane && head && { item: head.item, rank: lane.rank };
  }

  /** Takes the next item out; its lane is busy until `free` or `putBack`. */
  take(): T | undefined {
    const lane = this.#best();
    const head = lane?.waiting.shift();
    if (!lane || !head) return undefined;
    this.#ready.find((queue) => queue[0] === lane)?.shift();
    lane.busy = true;
    this.#waiting--;
    return head.item;
  }

  /** The item that was out is over with. */
  free(name: string, now: number): void {
    const lane = this.#lanes.get(name);
    if (!lane) return;
    lane.busy = false;
    if (lane.waiting.length > 0) this.#enqueue(lane, now);
    else this.#lanes.delete(name);
  }

  /** The item that was out is the first of its lane again. */
  putBack(name: string, priority: Priority, item: T, now: number): void {
    this.#lanes.get(name)?.waiting.unshift({ item, priority });
    this.#waiting++;
    this.free(name, now);
  }

  /** Items not out. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Since when the longest waiting of the ready lanes is ready, or undefined if none is. */
  get readySince(): number | undefined {
    const since = this.#ready.flatMap((queue, step) => (queue[0] ? [queue[0].rank - step * ageingMs] : []));
    return since.length > 0 ? Math.min(...since) : undefined;
  }

  #enqueue(lane: Lane<T>, now: number): void {
    const step = (lane.waiting[0]?.priority ?? 2) - 1;
    lane.rank = now + step * ageingMs;
    this.#ready[step]?.push(lane);
  }

  #best(): Lane<T> | undefined {
    let best: Lane<T> | undefined;
    for (const [lane] of this.#ready) if (lane && (!best || lane.rank < best.rank)) best = lane;
    return best;
  }
}
