import { TurnfleetError } from '@turnfleet/core';
import { assignSticky } from '@turnfleet/turn-engine';
import type { VirtualTime } from '../time/virtual-time.ts';
import type { Partition } from './partition.ts';

export interface Share {
  readonly partition: number;
  readonly start: bigint;
  /** Grows with every change of owner. */
  readonly epoch: number;
}

interface Member {
  readonly id: number;
  seenAt: number;
  /** What it is told when the rebalance is over; null once told. */
  waiting: ((shares: readonly Share[]) => void) | null;
}

/** How often the sessions are looked at. */
const lookEveryMs = 500;

/**
 * The group as its coordinator sees it: eager rebalances, as Kafka does them. Invariant: outside a rebalance each
 * partition has exactly one owner among the members; only a member that has taken part in the last one commits.
 */
export class Coordinator {
  readonly #time: VirtualTime;
  readonly #partitions: readonly Partition[];
  readonly #sessionMs: number;
  readonly #members = new Map<number, Member>();
  readonly #owners = new Map<number, { readonly id: number; readonly epoch: number }>();
  readonly #committed = new Map<number, bigint>();
  #rebalancing = false;
  #suspendedUntil = 0;
  #lastId = 0;
  #looking = false;
  #rebalances = 0;

  constructor(time: VirtualTime, partitions: readonly Partition[], sessionMs: number) {
    this.#time = time;
    this.#partitions = partitions;
    this.#sessionMs = sessionMs;
    // Everybody has gone on beating.
    time.onLeap((ms) => {
      for (const member of this.#members.values()) member.seenAt += ms;
    });
  }

  get rebalances(): number {
    return this.#rebalances;
  }

  committed(partition: number): bigint {
    return this.#committed.get(partition) ?? 0n;
  }

  /** Joins, or joins again under `id`; resolves when the rebalance is over with what the member owns from now on. */
  join(id: number | null): Promise<{ readonly id: number; readonly shares: readonly Share[] }> {
    const known = id === null ? undefined : this.#members.get(id);
    const member: Member = known ?? { id: ++this.#lastId, seenAt: 0, waiting: null };
    this.#members.set(member.id, member);
    member.seenAt = this.#time.now();
    this.#rebalancing = true;
    this.#look();
    return new Promise((resolve) => {
      member.waiting = (shares) => resolve({ id: member.id, shares });
      this.#endWhenComplete();
    });
  }

  heartbeat(id: number): 'fine' | 'rebalancing' | 'unknown' {
    const member = this.#members.get(id);
    if (!member) return 'unknown';
    member.seenAt = this.#time.now();
    return this.#rebalancing ? 'rebalancing' : 'fine';
  }

  /** `epochs`: under which the member believes to own them. */
  commit(id: number, offsets: ReadonlyMap<number, bigint>, epochs: ReadonlyMap<number, number>): void {
    if (this.#rebalancing && this.#members.has(id))
      throw new TurnfleetError('overloaded', 'The group is just being rebalanced.');
    for (const partition of offsets.keys()) {
      const owner = this.#owners.get(partition);
      if (this.#members.has(id) && owner?.id === id && owner.epoch === epochs.get(partition)) continue;
      throw new TurnfleetError('fenced', `Partition ${partition} is no longer this member's.`);
    }
    for (const [partition, next] of offsets) this.#committed.set(partition, next);
  }

  leave(id: number): void {
    if (!this.#members.delete(id)) return;
    this.#rebalancing = true;
    this.#endWhenComplete();
  }

  /** Everybody has to join again, as when somebody came or went. */
  shake(): void {
    if (this.#members.size > 0) this.#rebalancing = true;
  }

  /** What the group has committed of a partition is gone: its next owner starts at the oldest record. */
  forget(partition: number): void {
    this.#committed.delete(partition);
  }

  /** Sessions do not end before `ms` and a whole session are over: the coordinator itself was away. */
  suspend(ms: number): void {
    this.#suspendedUntil = Math.max(this.#suspendedUntil, this.#time.now() + ms + this.#sessionMs);
  }

  #look(): void {
    if (this.#looking) return;
    this.#looking = true;
    this.#time.setTimer(lookEveryMs, () => {
      this.#looking = false;
      const now = this.#time.now();
      if (now >= this.#suspendedUntil)
        for (const member of this.#members.values())
          if (!member.waiting && now - member.seenAt > this.#sessionMs) this.leave(member.id);
      if (this.#members.size > 0) this.#look();
    });
  }

  #endWhenComplete(): void {
    const members = [...this.#members.values()];
    if (!this.#rebalancing || members.length === 0 || members.some(({ waiting }) => !waiting)) return;
    this.#rebalancing = false;
    this.#rebalances++;
    const holders = members.map(({ id }) => ({ id, has: this.#ownedBy(id) }));
    const shares = assignSticky(this.#partitions.length, holders);
    for (const [id, partitions] of shares) for (const partition of partitions) this.#give(partition, id);
    for (const member of members) {
      const tell = member.waiting;
      member.waiting = null;
      member.seenAt = this.#time.now();
      tell?.((shares.get(member.id) ?? []).map((partition) => this.#shareOf(partition)));
    }
  }

  #give(partition: number, id: number): void {
    const owner = this.#owners.get(partition);
    if (owner?.id !== id) this.#owners.set(partition, { id, epoch: (owner?.epoch ?? 0) + 1 });
  }

  #ownedBy(id: number): number[] {
    return [...this.#owners].filter(([, owner]) => owner.id === id).map(([partition]) => partition);
  }

  #shareOf(partition: number): Share {
    const oldest = this.#partitions[partition]?.oldest ?? 0n;
    const committed = this.#committed.get(partition) ?? oldest;
    return {
      partition,
      start: committed < oldest ? oldest : committed,
      epoch: this.#owners.get(partition)?.epoch ?? 0,
    };
  }
}
