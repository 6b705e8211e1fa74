import type { GroupMember } from '@turnfleet/turn-engine';
import { type Bounds, withinBounds } from '../reader/offsets.ts';
import { Delivery, type DeliveryParts } from './delivery.ts';
import type { Identity } from './group-offsets.ts';
import type { GroupSession } from './group-session.ts';
import { Holdings, type Stay } from './holdings.ts';

export interface AssignmentParts extends DeliveryParts {
  readonly member: GroupMember;
  readonly committed: (partitions: readonly number[]) => Promise<ReadonlyMap<number, bigint>>;
  /** The member cannot be kept informed. */
  readonly failed: (error: unknown) => void;
}

/**
 * Keeps the member informed of what its group gave it. Rebalances come when they like, the member's calls take their
 * time and must not overlap: so one loop tells it the difference between what it was told and what holds now, until
 * there is none. Invariant: a stay becomes live only after the member was told of it.
 */
export class Assignments {
  readonly #parts: AssignmentParts;
  readonly #holdings = new Holdings();
  readonly delivery: Delivery;
  readonly #told = new Map<number, Stay>();
  #identity: Identity | undefined;
  #changed = Promise.withResolvers<void>();
  #informing = false;
  #closed = false;

  constructor(parts: AssignmentParts) {
    this.#parts = parts;
    this.delivery = new Delivery(parts, this.#holdings);
  }

  /** A rebalance ended. */
  joined(identity: Identity, partitions: readonly number[], session: GroupSession): void {
    this.#identity = identity;
    this.delivery.fetchThrough(session);
    this.#holdings.joined(identity.generation, partitions);
    this.#change();
  }

  /** The group has gone on without this member. */
  lost(): void {
    this.#identity = undefined;
    this.delivery.fetchThrough(undefined);
    this.#holdings.lost();
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

  /** The stay of a partition that the member was told of. */
  stayOf(partition: number): Stay | undefined {
    const stay = this.#told.get(partition);
    return stay && this.#holdings.holds(stay) ? stay : undefined;
  }

  holds(stay: Stay): boolean {
    return this.#holdings.holds(stay);
  }

  all(): Stay[] {
    return this.#holdings.all();
  }

  #change(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
    if (this.#informing || this.#closed) return;
    this.#informing = true;
    void this.#inform().catch((error: unknown) => {
      this.#informing = false;
      this.#parts.failed(error);
    });
  }

  async #inform(): Promise<void> {
    for (let seen = -1; seen !== this.#holdings.changes && !this.#closed; ) {
      seen = this.#holdings.changes;
      await this.#tellLosses();
      if (seen === this.#holdings.changes && this.#identity) await this.#tellAssignment(seen);
    }
    this.#informing = false;
  }

  async #tellLosses(): Promise<void> {
    const gone = [...this.#told.values()].filter((stay) => !this.#holdings.holds(stay));
    if (gone.length === 0) return;
    for (const { partition } of gone) this.#told.delete(partition);
    await this.#parts.member.revoked(gone.map(({ partition }) => partition));
  }

  /** Each begins at the committed offset, else at the oldest; one that the log does not have counts as none. */
  async #tellAssignment(seen: number): Promise<void> {
    const stays = this.#holdings.all();
    const { taken, held } = await this.#askAbout(stays);
    if (seen !== this.#holdings.changes) return;
    const named = stays.map((stay) => {
      const { partition } = stay;
      const [from, bounds] = [reachedBy(stay, taken.get(partition)), held.get(partition)];
      if (from !== undefined && bounds) this.delivery.overtaken(partition, from, bounds);
      stay.next = bounds ? withinBounds(from, bounds) : 0n;
      return { partition, start: stay.next, kept: this.#told.has(partition) };
    });
    for (const stay of stays) this.#told.set(stay.partition, stay);
    await this.#parts.member.assigned(named);
    if (seen === this.#holdings.changes) for (const stay of stays) this.delivery.activate(stay);
  }

  async #askAbout(stays: readonly Stay[]) {
    const partitions = stays.map(({ partition }) => partition);
    if (partitions.length === 0) return { taken: new Map<number, bigint>(), held: new Map<number, Bounds>() };
    const [taken, held] = await Promise.all([this.#parts.committed(partitions), this.#parts.bounds(partitions)]);
    return { taken, held };
  }
}

/**
 * The group's committed offset, undefined if there is none. A commit may have landed after the group was asked: its answer is
 * then older than what this member knows.
 */
function reachedBy({ committed }: Stay, answered: bigint | undefined): bigint | undefined {
  return committed !== null && (answered === undefined || committed > answered) ? committed : answered;
}
