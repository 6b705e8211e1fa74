import type { Logger } from '@turnfleet/core';
import type { GroupMember } from '@turnfleet/turn-engine';
import { type Bounds, withinBounds } from '../reader/offsets.ts';
import { toRecord } from '../records.ts';
import type { AssignedPartitions, PartitionLease } from './assigned-partitions.ts';
import type { FetchedBatch, GroupSession } from './group-session.ts';

export interface DeliveryDeps {
  readonly topic: string;
  readonly member: Pick<GroupMember, 'deliver' | 'overtaken' | 'passed'>;
  readonly logger: Logger;
  readonly bounds: (partitions: readonly number[]) => Promise<ReadonlyMap<number, Bounds>>;
  /** The place in a partition cannot be found again. */
  readonly failed: (error: unknown) => void;
}

/**
 * Hands over what a session fetches of the partitions leased. Invariant: records are delivered only of live leases, each from
 * the position after the one before.
 */
export class Delivery {
  readonly #deps: DeliveryDeps;
  readonly #assigned: AssignedPartitions;
  readonly #overtakenTo = new Map<number, bigint>();
  #session: GroupSession | undefined;

  constructor(deps: DeliveryDeps, assigned: AssignedPartitions) {
    this.#deps = deps;
    this.#assigned = assigned;
  }

  /** Who fetches from now on; nobody while the group goes on without this member. */
  fetchThrough(session: GroupSession | undefined): void {
    this.#session = session;
  }

  /** A rebalance resets kafkajs' positions; the member was told where the lease begins, and delivery begins there. */
  activate(lease: PartitionLease): void {
    lease.live = true;
    lease.activity++;
    this.#session?.seek(lease.partition, lease.next ?? 0n);
    if (!lease.paused) this.#session?.resume(lease.partition);
  }

  /** kafkajs keeps what was paused over a rebalance, so the lease remembers and each activation starts from it. */
  setPaused(partition: number, paused: boolean): void {
    const lease = this.#assigned.get(partition);
    if (!lease || lease.paused === paused) return;
    lease.paused = paused;
    lease.activity++;
    if (!lease.live) return;
    if (paused) this.#session?.pause(partition);
    else this.#session?.resume(partition);
  }

  fetched({ partition, from, next, messages }: FetchedBatch): boolean {
    const lease = this.#assigned.get(partition);
    if (!lease?.live || lease.paused) return false;
    if (from !== lease.next) {
      void this.#realign(lease).catch(this.#deps.failed);
      return false;
    }
    lease.next = next;
    lease.activity++;
    const { topic, member } = this.#deps;
    member.deliver(
      partition,
      messages.map((message) => toRecord(topic, partition, message)),
    );
    member.passed?.(partition, next);
    return true;
  }

  skipped(partition: number, next: bigint): void {
    const lease = this.#assigned.get(partition);
    if (!lease?.live || lease.next === null || next <= lease.next) return;
    lease.next = next;
    lease.activity++;
    this.#deps.member.passed?.(partition, next);
  }

  /** Tells of what a partition has lost since `from`, once: the group's offset stays where it is until it is committed again. */
  overtaken(partition: number, from: bigint, { oldest, end }: Bounds): void {
    // Beyond the end it is another log, which was truncated or made anew: what was in it is not known.
    if (from >= oldest || from > end || oldest <= (this.#overtakenTo.get(partition) ?? -1n)) return;
    this.#overtakenTo.set(partition, oldest);
    this.#deps.member.overtaken?.(partition, from, oldest);
  }

  /** kafkajs fetched from elsewhere: the log no longer has the position (retention, or truncation), or it lost it. */
  async #realign(lease: PartitionLease): Promise<void> {
    const { partition, next } = lease;
    const seen = this.#assigned.changes;
    lease.live = false;
    this.#session?.pause(partition);
    const bounds = (await this.#deps.bounds([partition])).get(partition);
    if (seen !== this.#assigned.changes || !bounds) return;
    if (next !== null) this.overtaken(partition, next, bounds);
    lease.next = withinBounds(next ?? undefined, bounds);
    this.#deps.logger.warn(
      { topic: this.#deps.topic, partition, expected: String(next), from: String(lease.next) },
      'Kafka lost the place in a partition; delivery goes on from the nearest record it still has.',
    );
    this.activate(lease);
  }
}
