/** One lease of a partition with this member. A partition that was away and came back is another lease. */
export interface PartitionLease {
  readonly partition: number;
  /** Offset of the next record to deliver; null until the member was told where the partition starts. */
  next: bigint | null;
  /** The last position that the group took from this member; null before the first commit. */
  committed: bigint | null;
  /** Records may be delivered: the member has taken the assignment in. */
  live: boolean;
  /** The engine asked for a rest. */
  paused: boolean;
  /** Counts what happened to the lease: one that stands still while records wait has stalled. */
  activity: number;
}

/**
 * The partitions of one member over the generations of its group. Invariant: a lease lasts only while this member took
 * part in every generation of the group, for in one that it missed others may have owned its partitions.
 */
export class AssignedPartitions {
  readonly #leases = new Map<number, PartitionLease>();
  #generation: number | null = null;
  #changes = 0;

  /** The outcome of a rebalance. Leases of partitions that went away, or may have been away, end here. */
  joined(generation: number, partitions: readonly number[]): void {
    if (this.#generation === null || generation !== this.#generation + 1) this.#leases.clear();
    this.#generation = generation;
    this.#changes++;
    for (const partition of [...this.#leases.keys()])
      if (!partitions.includes(partition)) this.#leases.delete(partition);
    for (const lease of this.#leases.values()) lease.live = false;
    for (const partition of partitions)
      if (!this.#leases.has(partition))
        this.#leases.set(partition, {
          partition,
          next: null,
          committed: null,
          live: false,
          paused: false,
          activity: 0,
        });
  }

  /** The group does not know this member any more. */
  lost(): void {
    this.#leases.clear();
    this.#generation = null;
    this.#changes++;
  }

  /** Counts rebalances and losses: what was asked before one says nothing after it. */
  get changes(): number {
    return this.#changes;
  }

  get(partition: number): PartitionLease | undefined {
    return this.#leases.get(partition);
  }

  all(): PartitionLease[] {
    return [...this.#leases.values()];
  }

  /** Whether this very lease still lasts. */
  lasts(lease: PartitionLease): boolean {
    return this.#leases.get(lease.partition) === lease;
  }
}
