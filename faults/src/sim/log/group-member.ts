import { isTurnfleetError, type Timer, TurnfleetError, toTurnfleetError, wait } from '@turnfleet/core';
import type { GroupMember, LogRecord, Membership } from '@turnfleet/turn-engine';
import type { Link } from '../process/link.ts';
import type { SimProcess } from '../process/sim-process.ts';
import type { Cluster } from './cluster.ts';
import type { Coordinator } from './coordinator.ts';
import { Fetcher } from './fetcher.ts';
import { ToldAssignment } from './told-assignment.ts';

const heartbeatMs = 1_000;
const retryMs = 500;

/**
 * The client's side of one membership, in the client's process: joins, tells, beats, leaves. Invariant: calls of the handler
 * never overlap; heartbeats go on whatever it does. A member that the group has dropped learns it from its next heartbeat,
 * not before.
 */
export class GroupMemberClient implements Membership {
  readonly ended: Promise<void>;
  readonly #process: SimProcess;
  readonly #link: Link;
  readonly #cluster: Cluster;
  readonly #group: Coordinator;
  readonly #handler: GroupMember;
  readonly #end = Promise.withResolvers<void>();
  readonly #fetcher: Fetcher;
  readonly #told: ToldAssignment;
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
    this.#handler = handler;
    this.#confirmedAt = process.clock.monotonic();
    this.ended = this.#end.promise;
    // Whoever joined may look at `ended` late or never.
    this.ended.catch(() => {});
    this.#fetcher = new Fetcher(process, link, cluster, topic, (partition, records) =>
      this.#deliver(partition, records),
    );
    this.#told = new ToldAssignment(handler, this.#fetcher);
    process.onDeath(() => this.#fetcher.close());
    process.onLeap((ms) => void (this.#confirmedAt += ms));
    void this.#join();
  }

  pause(partition: number): void {
    this.#fetcher.pause(partition);
  }

  resume(partition: number): void {
    this.#fetcher.resume(partition);
  }

  async commit(offsets: ReadonlyMap<number, bigint>): Promise<void> {
    const id = this.#id;
    const { epochs } = this.#told;
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
    this.#fetcher.close();
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
        const sameMember = id === this.#id;
        this.#id = id;
        await this.#told.change(shares, sameMember);
        break;
      } catch (error) {
        if (!isTurnfleetError(error, 'overloaded')) return this.#fail(error);
        await wait(this.#process.clock, retryMs);
      }
    }
    this.#joining = false;
    this.#beatSoon();
    this.#fetcher.fetchAll();
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
        if (answer === 'unknown') {
          this.#id = null;
          await this.#told.end();
        }
        return await this.#join();
      }
    } catch (error) {
      if (!isTurnfleetError(error, 'overloaded')) return this.#fail(error);
    }
    this.#beatSoon();
  }

  #deliver(partition: number, records: readonly LogRecord[]): void {
    try {
      this.#handler.deliver(partition, records);
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#left = true;
    this.#fetcher.close();
    this.#timer?.cancel();
    this.#end.reject(toTurnfleetError(error));
  }
}
