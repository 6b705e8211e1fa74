import { type Clock, TurnfleetError } from '@turnfleet/core';
import type { GroupMember, LogRecord, Membership, NewRecord, TurnLog } from '../turn-log.ts';

interface FakeMember {
  readonly handler: GroupMember;
  /** Partition → offset of the next record to deliver. */
  readonly positions: Map<number, bigint>;
  readonly paused: Set<number>;
  readonly end: PromiseWithResolvers<void>;
  gone: boolean;
}

/**
 * One topic and one group of which a spec decides everything: who owns what (`assign`), when records flow (`flow`), what
 * becomes of a commit (`beforeCommit`). Nothing happens by itself.
 */
export class FakeTurnLog implements TurnLog {
  readonly committed = new Map<number, bigint>();
  readonly members: FakeMember[] = [];
  readonly #partitions: LogRecord[][];
  readonly #clock: Clock;
  readonly #owners = new Map<number, FakeMember>();
  /** Awaited for every commit before it is accepted; what it throws is the answer. */
  beforeCommit: (offsets: ReadonlyMap<number, bigint>) => void | Promise<void> = () => {};
  heartbeatAgeMs = 0;

  constructor(clock: Clock, partitions = 1) {
    this.#clock = clock;
    this.#partitions = Array.from({ length: partitions }, () => []);
  }

  partitionsOf(): Promise<number> {
    return Promise.resolve(this.#partitions.length);
  }

  recordLimit(): Promise<number> {
    return Promise.resolve(2 ** 20);
  }

  append(record: NewRecord): Promise<{ offset: bigint }> {
    const offset = (this.#records(record.partition).at(-1)?.offset ?? -1n) + 1n;
    this.put({ ...record, offset, timestamp: this.#clock.now() });
    return Promise.resolve({ offset });
  }

  /** Appends a record of lane `key` at an offset of the spec's choice: 0-based, growing, perhaps with gaps. */
  put(record: LogRecord): void {
    this.#records(record.partition).push(record);
  }

  /** The log loses what it has: as after an unclean election or a topic made anew. */
  truncate(partition: number): void {
    this.#records(partition).length = 0;
    for (const { positions } of this.members) if (positions.has(partition)) positions.set(partition, 0n);
  }

  async *read(_topic: string, partition: number, from: bigint): AsyncIterable<LogRecord> {
    yield* this.#records(partition).filter(({ offset }) => offset >= from);
  }

  endOf(_topic: string, partition: number): Promise<bigint> {
    return Promise.resolve((this.#records(partition).at(-1)?.offset ?? -1n) + 1n);
  }

  join(_group: string, _topic: string, handler: GroupMember): Promise<Membership> {
    const end = Promise.withResolvers<void>();
    const member: FakeMember = { handler, positions: new Map(), paused: new Set(), end, gone: false };
    this.members.push(member);
    return Promise.resolve({
      pause: (partition) => void member.paused.add(partition),
      resume: (partition) => void member.paused.delete(partition),
      commit: (offsets) => this.#commit(member, offsets),
      sinceHeartbeatMs: () => this.heartbeatAgeMs,
      leave: async () => {
        member.gone = true;
        end.resolve();
      },
      ended: end.promise,
    });
  }

  /** Gives each member, in the order they joined, these partitions; ownership moves before anybody is told. */
  async assign(...shares: readonly (readonly number[])[]): Promise<void> {
    for (const [i, member] of this.members.entries())
      for (const partition of shares[i] ?? []) this.#owners.set(partition, member);
    for (const [i, member] of this.members.entries()) {
      const share = shares[i] ?? [];
      const lost = [...member.positions.keys()].filter((partition) => !share.includes(partition));
      for (const partition of lost) member.positions.delete(partition);
      if (lost.length > 0 && !member.gone) await member.handler.revoked(lost);
    }
    for (const [i, member] of this.members.entries()) {
      if (member.gone) continue;
      const starts = (shares[i] ?? []).map((partition) => {
        const start = this.committed.get(partition) ?? 0n;
        const kept = member.positions.has(partition);
        member.positions.set(partition, start);
        return { partition, start, kept };
      });
      await member.handler.assigned(starts);
    }
  }

  /** Delivers what every member has not paused, at most `atMost` records of each partition. */
  flow(atMost = Number.POSITIVE_INFINITY): void {
    for (const { handler, positions, paused, gone } of this.members)
      for (const [partition, position] of positions) {
        if (gone || paused.has(partition)) continue;
        const records = this.#records(partition)
          .filter(({ offset }) => offset >= position)
          .slice(0, atMost);
        const last = records.at(-1);
        if (!last) continue;
        positions.set(partition, last.offset + 1n);
        handler.deliver(partition, records);
      }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #commit(member: FakeMember, offsets: ReadonlyMap<number, bigint>): Promise<void> {
    for (const partition of offsets.keys())
      if (this.#owners.get(partition) !== member) throw new TurnfleetError('fenced', `Partition ${partition} is lost.`);
    await this.beforeCommit(offsets);
    for (const [partition, next] of offsets) this.committed.set(partition, next);
  }

  #records(partition: number): LogRecord[] {
    const records = this.#partitions[partition];
    if (!records) throw new TurnfleetError('not_found', `There is no partition ${partition}.`);
    return records;
  }
}
