import type { GroupMember } from '@turnfleet/turn-engine';
import { type Bounds, withinBounds } from '../reader/offsets.ts';
import { AssignedPartitions, type PartitionLease } from './assigned-partitions.ts';
import { Delivery, type DeliveryDeps } from './delivery.ts';
import type { Identity } from './group-offsets.ts';
import type { GroupSession } from './group-session.ts';

interface MemberNotifierDeps extends DeliveryDeps {
  readonly member: GroupMember;
  readonly committed: (partitions: readonly number[]) => Promise<ReadonlyMap<number, bigint>>;
  /** The member cannot be kept informed. */
  readonly failed: (error: unknown) => void;
}

/**
 * Keeps the member informed of what its group gave it. Rebalances come when they like, the member's calls take their
 * time and must not overlap: so one loop tells it the difference between what it was told and what holds now, until
 * there is none. Invariant: a lease becomes live only after the member was told of it.
 */
export class MemberNotifier {
  readonly #deps: MemberNotifierDeps;
  readonly #assigned = new AssignedPartitions();
  readonly delivery: Delivery;
  readonly #told = new Map<number, PartitionLease>();
  #identity: Identity | undefined;
  #changed = Promise.withResolvers<void>();
  #informing = false;
  #closed = false;

  constructor(deps: MemberNotifierDeps) {
    this.#deps = deps;
    this.delivery = new Delivery(deps, this.#assigned);
  }

  /** A rebalance ended. */
  joined(identity: Identity, partitions: readonly number[], session: GroupSession): void {
    this.#identity = identity;
    this.delivery.fetchThrough(session);
    this.#assigned.joined(identity.generation, partitions);
    this.#change();
  }

  /** The group has gone on without this member. */
  lost(): void {
    this.#identity = undefined;
    this.delivery.fetchThrough(undefined);
    this.#assigned.lost();
    this.#change();
  }

  /** Delivers nothing more and tells nothing more. */
  close(): void {
    this.#closed = true;
    this.lost();
  }

  /** Resolves at the next rebalance or loss. */
  get changed(): Promise<void> {
    return this.#changed.promise;
  }

  /** As whom the partitions are held; undefined while the group goes on without this member. */
  get identity(): Identity | undefined {
    return this.#identity;
  }

  /** The lease of a partition that the member was told of. */
  leaseOf(partition: number): PartitionLease | undefined {
    const lease = this.#told.get(partition);
    return lease && this.#assigned.lasts(lease) ? lease : undefined;
  }

  lasts(lease: PartitionLease): boolean {
    return this.#assigned.lasts(lease);
  }

  all(): PartitionLease[] {
    return this.#assigned.all();
  }

  #change(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
    if (this.#informing || this.#closed) return;
    this.#informing = true;
    void this.#inform().catch((error: unknown) => {
      this.#informing = false;
      this.#deps.failed(error);
    });
  }

  async #inform(): Promise<void> {
    for (let seen = -1; seen !== this.#assigned.changes && !this.#closed; ) {
      seen = this.#assigned.changes;
      await this.#tellLosses();
      if (seen === this.#assigned.changes && this.#identity) await this.#tellAssignment(seen);
    }
    this.#informing = false;
  }

  async #tellLosses(): Promise<void> {
    const gone = [...this.#told.values()].filter((lease) => !this.#assigned.lasts(lease));
    if (gone.length === 0) return;
    for (const { partition } of gone) this.#told.delete(partition);
    await this.#deps.member.revoked(gone.map(({ partition }) => partition));
  }

  /** Each begins at the committed offset, else at the oldest; one that the log does not have counts as none. */
  async #tellAssignment(seen: number): Promise<void> {
    const leases = this.#assigned.all();
    const { committed, bounds } = await this.#askAbout(leases);
    if (seen !== this.#assigned.changes) return;
    const named = leases.map((lease) => {
      const { partition } = lease;
      const [from, ends] = [reachedBy(lease, committed.get(partition)), bounds.get(partition)];
      if (from !== undefined && ends) this.delivery.overtaken(partition, from, ends);
      lease.next = ends ? withinBounds(from, ends) : 0n;
      return { partition, start: lease.next, kept: this.#told.has(partition) };
    });
    for (const lease of leases) this.#told.set(lease.partition, lease);
    await this.#deps.member.assigned(named);
    if (seen === this.#assigned.changes) for (const lease of leases) this.delivery.activate(lease);
  }

  async #askAbout(leases: readonly PartitionLease[]) {
    const partitions = leases.map(({ partition }) => partition);
    if (partitions.length === 0) return { committed: new Map<number, bigint>(), bounds: new Map<number, Bounds>() };
    const [committed, bounds] = await Promise.all([this.#deps.committed(partitions), this.#deps.bounds(partitions)]);
    return { committed, bounds };
  }
}

/**
 * The group's committed offset, undefined if there is none. A commit may have landed after the group was asked: its answer is
 * then older than what this member knows.
 */
function reachedBy({ committed }: PartitionLease, answered: bigint | undefined): bigint | undefined {
  return committed !== null && (answered === undefined || committed > answered) ? committed : answered;
}
