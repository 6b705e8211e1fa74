import { isTurnfleetError, type Timer, TurnfleetError, toTurnfleetError, wait } from '@turnfleet/core';
import type { AssignedPartition, GroupMember, LogRecord, Membership } from '@turnfleet/turn-engine';
import type { Link } from '../process/link.ts';
import type { SimProcess } from '../process/sim-process.ts';
import type { Cluster } from './cluster.ts';
import type { Coordinator, Share } from './coordinator.ts';

const heartbeatMs = 1_000;
const fetchAtMost = 50;
const retryMs = 500;
/** What a real consumer waits for something to fetch before it asks again. */
const longPollMs = 1_000;

/**
 * The client's side of one membership, in the client's process. Invariant: calls of the handler never overlap; nothing is
 * delivered of a partition that is paused, lost, or of an assignment not yet told; heartbeats go on whatever the handler
 * does. A member that the group has dropped learns it from its next heartbeat, not before.
 */
export class GroupMemberClient implements Membership {
  readonly ended: Promise<void>;
  readonly #process: SimProcess;
  readonly #link: Link;
  readonly #cluster: Cluster;
  readonly #group: Coordinator;
  readonly #topic: string;
  readonly #handler: GroupMember;
  readonly #end = Promise.withResolvers<void>();
  readonly #paused = new Set<number>();
  readonly #positions = new Map<number, bigint>();
  readonly #fetching = new Set<number>();
  readonly #unwatch: () => void;
  #told: ReadonlyMap<number, number> = new Map();
  #id: number | null = null;
  #confirmedAt: number;
  #joining = false;
  #left = false;
  #timer: Timer | undefined;

  constructor(process: SimProcess, link: Link, cluster: Cluster, group: string, topic: string, handler: GroupMember) {
    this.#process = process;
    this.#link = link;
    this.#cluster = cluster;
    this.#group = cluster.group(group, topic);
    this.#topic = topic;
    this.#handler = handler;
    this.#confirmedAt = process.clock.monotonic();
    this.ended = this.#end.promise;
    // Whoever joined may look at `ended` late or never.
    this.ended.catch(() => {});
    const endings = [
      cluster.watch((record) => {
        if (record.topic === topic && this.#positions.has(record.partition)) this.#fetch(record.partition);
      }),
      cluster.onRewind(() => process.run(() => this.#rewind())),
    ];
    this.#unwatch = () => {
      for (const end of endings) end();
    };
    process.onDeath(this.#unwatch);
    void this.#join();
  }

  pause(partition: number): void {
    this.#paused.add(partition);
  }

  resume(partition: number): void {
    this.#paused.delete(partition);
    this.#fetch(partition);
  }

  async commit(offsets: ReadonlyMap<number, bigint>): Promise<void> {
    const id = this.#id;
    const epochs = this.#told;
    for (const partition of offsets.keys())
      if (id === null || this.#left || !epochs.has(partition))
        throw new TurnfleetError('fenced', `Partition ${partition} is no longer this member's.`);
    await this.#link.call('commit offsets', () => {
      this.#cluster.requireBroker();
      if (this.#cluster.refusingCommits) throw new TurnfleetError('overloaded', 'The commit was refused.');
      if (id !== null) this.#group.commit(id, offsets, epochs);
    });
  }

  sinceHeartbeatMs(): number {
    return this.#process.clock.monotonic() - this.#confirmedAt;
  }

  async leave(): Promise<void> {
    if (this.#left) return;
    this.#left = true;
    this.#timer?.cancel();
    this.#unwatch();
    const id = this.#id;
    // A group that cannot be told finds out by the session timeout.
    if (id !== null) await this.#link.call('leave group', () => this.#group.leave(id)).catch(() => undefined);
    this.#end.resolve();
  }

  async #join(): Promise<void> {
    if (this.#joining || this.#left) return;
    this.#joining = true;
    while (!this.#left) {
      try {
        const asked = this.#process.clock.monotonic();
        const { id, shares } = await this.#link.call('join group', () => {
          this.#cluster.requireBroker();
          return this.#group.join(this.#id);
        });
        this.#confirmedAt = asked;
        if (this.#left) return;
        await this.#tell(id, shares);
        break;
      } catch (error) {
        if (!isTurnfleetError(error, 'overloaded')) return this.#fail(error);
        await wait(this.#process.clock, retryMs);
      }
    }
    this.#joining = false;
    this.#beatSoon();
    for (const partition of this.#positions.keys()) this.#fetch(partition);
  }

  async #tell(id: number, shares: readonly Share[]): Promise<void> {
    const before = this.#told;
    const sameMember = id === this.#id;
    const next = new Map(shares.map(({ partition, epoch }) => [partition, epoch]));
    const kept = (partition: number): boolean => sameMember && before.get(partition) === next.get(partition);
    const lost = [...before.keys()].filter((partition) => !kept(partition));
    this.#id = id;
    this.#positions.clear();
    this.#told = new Map([...before].filter(([partition]) => kept(partition)));
    if (lost.length > 0) await this.#handler.revoked(lost);
    this.#told = next;
    await this.#handler.assigned(
      shares.map(({ partition, start }): AssignedPartition => ({ partition, start, kept: kept(partition) })),
    );
    for (const { partition, start } of shares) this.#positions.set(partition, start);
  }

  #beatSoon(): void {
    if (!this.#left) this.#timer = this.#process.clock.setTimer(heartbeatMs, () => void this.#beat());
  }

  async #beat(): Promise<void> {
    const id = this.#id;
    const asked = this.#process.clock.monotonic();
    try {
      const answer = await this.#link.call('heartbeat', () => {
        this.#cluster.requireBroker();
        return id === null ? 'unknown' : this.#group.heartbeat(id);
      });
      if (this.#left) return;
      if (answer === 'fine') this.#confirmedAt = asked;
      else {
        if (answer === 'unknown') await this.#forgotten();
        return await this.#join();
      }
    } catch (error) {
      if (!isTurnfleetError(error, 'overloaded')) return this.#fail(error);
    }
    this.#beatSoon();
  }

  /** The group goes on without this member: what it had may be others' by now. */
  async #forgotten(): Promise<void> {
    const lost = [...this.#told.keys()];
    this.#id = null;
    this.#told = new Map();
    this.#positions.clear();
    if (lost.length > 0) await this.#handler.revoked(lost);
  }

  #fetch(partition: number): void {
    const from = this.#positions.get(partition);
    if (from === undefined || this.#left || this.#paused.has(partition) || this.#fetching.has(partition)) return;
    const log = this.#cluster.partition(this.#topic, partition);
    if (from === log.end) return;
    this.#fetching.add(partition);
    const fetched = this.#link.call('fetch', () => {
      this.#cluster.requireLeader(this.#topic, partition);
      // Out of range: the position is set back to the oldest record.
      return log.slice(from > log.end || from < log.oldest ? log.oldest : from, fetchAtMost);
    });
    const { clock } = this.#process;
    void wait(clock, this.#cluster.slowFetchMs)
      .then(() => fetched)
      .then(
        (records) => {
          this.#fetching.delete(partition);
          this.#deliver(partition, from, records);
        },
        () => {
          clock.setTimer(longPollMs, () => {
            this.#fetching.delete(partition);
            this.#fetch(partition);
          });
        },
      );
  }

  #deliver(partition: number, from: bigint, records: readonly LogRecord[]): void {
    const last = records.at(-1);
    const current = this.#positions.get(partition) === from && !this.#left && !this.#paused.has(partition);
    if (current && last) {
      this.#positions.set(partition, last.offset + 1n);
      try {
        this.#handler.deliver(partition, records);
      } catch (error) {
        this.#fail(error);
      }
    }
    if (last || !current) this.#fetch(partition);
  }

  #rewind(): void {
    for (const partition of this.#positions.keys())
      this.#positions.set(partition, this.#cluster.partition(this.#topic, partition).oldest);
    for (const partition of this.#positions.keys()) this.#fetch(partition);
  }

  #fail(error: unknown): void {
    this.#left = true;
    this.#unwatch();
    this.#timer?.cancel();
    this.#end.reject(toTurnfleetError(error));
  }
}
