/** One stay of a partition with this member. A partition that was away and came back is another stay. */
export interface Stay {
  readonly partition: number;
  /** Offset of the next record to deliver; null until the member was told where the partition starts. */
  next: bigint | null;
  /** The last position that the group took from this member; null before the first commit. */
  committed: bigint | null;
  /** Records may be delivered: the member has taken the assignment in. */
  live: boolean;
  /** The engine asked for a rest. */
  paused: boolean;
  /** Counts what happened to the stay: one that stands still while records wait has stalled. */
  activity: number;
}

/**
 * The partitions of one member over the generations of its group. Invariant: a stay lasts only while this member took
 * part in every generation of the group, for in one that it missed others may have owned its partitions.
 */
export class Holdings {
  readonly #stays = new Map<number, Stay>();
  #generation: number | null = null;
  #changes = 0;

  /** The outcome of a rebalance. Stays of partitions that went away, or may have been away, end here. */
  joined(generation: number, partitions: readonly number[]): void {
    if (this.#generation === null || generation !== this.#generation + 1) this.#stays.clear();
    this.#generation = generation;
    this.#changes++;
    for (const partition of [...this.#stays.keys()]) if (!partitions.includes(partition)) this.#stays.delete(partition);
    for (const stay of this.#stays.values()) stay.live = false;
    for (const partition of partitions)
      if (!this.#stays.has(partition))
        this.#stays.set(partition, { partition, next: null, committed: null, live: false, paused: false, activity: 0 });
  }

  /** The group does not know this member any more. */
  lost(): void {
    this.#stays.clear();
    this.#generation = null;
    this.#changes++;
  }

  /** Counts rebalances and losses: what was asked before one says nothing after it. */
  get changes(): number {
    return this.#changes;
  }

  get(partition: number): Stay | undefined {
    return this.#stays.get(partition);
  }

  all(): Stay[] {
    return [...this.#stays.values()];
  }

  /** Whether this very stay still lasts. */
  holds(stay: Stay): boolean {
    return this.#stays.get(stay.partition) === stay;
  }
}
