import { type Clock, TurnfleetError } from '@turnfleet/core';
import { assignSticky, type GroupMember, type Membership } from '@turnfleet/turn-engine';
import { Member } from './member.ts';
import type { MemoryTopic } from './memory-topic.ts';

/**
 * One group on one topic. Invariant: with members, each partition has exactly one owner, under an epoch that grows with
 * every change of owner; only the owner under the current epoch moves the committed offset.
 */
export class ConsumerGroup {
  readonly #topic: MemoryTopic;
  readonly #clock: Clock;
  readonly #members: Member[] = [];
  readonly #owners = new Map<number, { member: Member; epoch: number }>();
  readonly #committed = new Map<number, bigint>();
  #rebalancing = false;

  constructor(topic: MemoryTopic, clock: Clock) {
    this.#topic = topic;
    this.#clock = clock;
    topic.addReader(
      (partition) => this.committed(partition),
      () => this.#wake(),
    );
  }

  /** Everything below this offset is done; 0 before the first commit. */
  committed(partition: number): bigint {
    return this.#committed.get(partition) ?? 0n;
  }

  /** Records that would be lost with the process. */
  uncommitted(): number {
    return this.#topic.partitions.reduce((sum, log, partition) => sum + log.countFrom(this.committed(partition)), 0);
  }

  join(handler: GroupMember): Membership {
    const member = new Member(
      this.#topic,
      handler,
      (partition) => this.#startOf(partition),
      (failed) => this.#remove(failed),
    );
    this.#members.push(member);
    this.#rebalance();
    let confirmed = this.#clock.monotonic();
    return {
      pause: (partition) => member.pause(partition),
      resume: (partition) => member.resume(partition),
      commit: async (offsets) => this.#commit(member, offsets),
      // A member in this process is confirmed at every moment until it is out of the group.
      sinceHeartbeatMs: () => {
        if (this.#members.includes(member)) confirmed = this.#clock.monotonic();
        return this.#clock.monotonic() - confirmed;
      },
      leave: async () => {
        if (this.#members.includes(member)) confirmed = this.#clock.monotonic();
        this.#remove(member);
        await member.stop();
      },
      ended: member.ended,
    };
  }

  /** Ends every membership with this reason. */
  async close(reason: TurnfleetError): Promise<void> {
    await Promise.all(this.#members.splice(0).map((member) => member.stop(reason)));
  }

  #startOf(partition: number): bigint {
    const { oldest } = this.#topic.partition(partition);
    const committed = this.#committed.get(partition) ?? oldest;
    return committed < oldest ? oldest : committed;
  }

  #commit(member: Member, offsets: ReadonlyMap<number, bigint>): void {
    for (const partition of offsets.keys()) {
      const owner = this.#owners.get(partition);
      const owns = owner?.member === member && member.told.get(partition) === owner.epoch;
      if (owns && this.#members.includes(member)) continue;
      throw new TurnfleetError('fenced', `Partition ${partition} of ${this.#topic.name} is no longer this member's.`);
    }
    for (const [partition, next] of offsets) this.#committed.set(partition, next);
  }

  #remove(member: Member): void {
    const at = this.#members.indexOf(member);
    if (at < 0) return;
    this.#members.splice(at, 1);
    this.#rebalance();
  }

  /** Members that come or go together are one rebalance. Ownership moves at once, members are told as they can be. */
  #rebalance(): void {
    if (this.#rebalancing) return;
    this.#rebalancing = true;
    setImmediate(() => {
      this.#rebalancing = false;
      if (this.#members.length === 0) return;
      const holders = this.#members.map((member) => ({ id: member, has: this.#ownedBy(member) }));
      for (const [member, partitions] of assignSticky(this.#topic.partitions.length, holders)) {
        for (const partition of partitions) this.#give(partition, member);
      }
      for (const member of this.#members) {
        const owned = this.#ownedBy(member).map((partition) => [partition, this.#owners.get(partition)?.epoch ?? 0]);
        member.reassign(new Map(owned as [number, number][]));
      }
    });
  }

  #give(partition: number, member: Member): void {
    const owner = this.#owners.get(partition);
    if (owner?.member !== member) this.#owners.set(partition, { member, epoch: (owner?.epoch ?? 0) + 1 });
  }

  #ownedBy(member: Member): number[] {
    return [...this.#owners].filter(([, owner]) => owner.member === member).map(([partition]) => partition);
  }

  #wake(): void {
    for (const member of this.#members) member.wake();
  }
}
