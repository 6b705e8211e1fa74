import { type Logger, type Moment, momentOf, msSince, TurnfleetError } from '@turnfleet/core';
import type { GroupMember, Membership } from '@turnfleet/turn-engine';
import { kafkaError } from '../errors.ts';
import type { RefusedWrites } from '../producer/refused-writes.ts';
import type { PartitionLease } from './assigned-partitions.ts';
import { commitUnderLease, type OffsetCommitDeps } from './commit-under-lease.ts';
import { ConsumerSupervisor } from './consumer-supervisor.ts';
import type { Identity } from './group-offsets.ts';
import type { GroupSession, SessionHandler } from './group-session.ts';
import { leasesWithRecords, type RecordsAhead } from './leases-with-records.ts';
import { MemberNotifier } from './member-notifier.ts';
import { startWatchdog } from './watchdog.ts';

/** What a membership needs of the log around it. */
export interface MembershipDeps extends OffsetCommitDeps, RecordsAhead {
  readonly logger: Logger;
  readonly topic: string;
  readonly startSession: (handler: SessionHandler) => Promise<GroupSession>;
  /** Whether brokers answer this process at all. */
  readonly reachable: () => Promise<boolean>;
  readonly writes: Pick<RefusedWrites, 'refused' | 'taken'>;
}

/** A membership that tells what it has been given. */
export interface HoldingMembership extends Membership {
  /** Partitions that the group has given to this member. */
  assigned(): readonly number[];
}

/** Joins, and resolves once the group has this member; its first assignment may follow. */
export async function joinGroup(deps: MembershipDeps, member: GroupMember): Promise<HoldingMembership> {
  const membership = new KafkaMembership(deps, member);
  await membership.start();
  return membership;
}

/** A member over the lives of its consumer. Invariant: only the current life is listened to. */
class KafkaMembership implements HoldingMembership {
  readonly #deps: MembershipDeps;
  readonly #notifier: MemberNotifier;
  readonly #lives: ConsumerSupervisor;
  readonly #ended = Promise.withResolvers<void>();
  #confirmedAt: Moment;
  #closing: Promise<void> | undefined;
  #stopWatchdog = (): void => {};

  constructor(deps: MembershipDeps, member: GroupMember) {
    const { clock, logger, group, topic, offsets, bounds } = deps;
    this.#deps = deps;
    this.#confirmedAt = momentOf(clock);
    this.#ended.promise.catch(() => undefined); // whoever awaits `ended` is told
    this.#lives = new ConsumerSupervisor({
      clock,
      logger,
      group,
      begin: (current) => deps.startSession(this.#listen(current)),
      reachable: () => deps.reachable(),
      writes: deps.writes,
      over: () => this.#notifier.lost(),
      ended: (error) => this.#end(error),
    });
    this.#notifier = new MemberNotifier({
      topic,
      member,
      logger,
      committed: (partitions) => offsets.committed(partitions),
      bounds,
      failed: (error) => this.#lives.broken(kafkaError(error, 'tell where the partitions begin')),
    });
  }

  async start(): Promise<void> {
    await this.#lives.start();
    const watched = {
      // A clock that is set is no reason to make a consumer anew; one that lost its place in a pause joins anew by itself.
      sinceHeartbeatMs: () => (this.#lives.running ? this.#deps.clock.monotonic() - this.#confirmedAt.monotonic : 0),
      delivering: () => this.#notifier.all().filter((lease) => lease.live && !lease.paused),
      waiting: (leases: readonly PartitionLease[]) => leasesWithRecords(this.#deps, leases),
    };
    this.#stopWatchdog = startWatchdog(this.#deps.clock, watched, {
      dead: (why) => this.#lives.broken(new TurnfleetError('internal', `The consumer stopped silently: ${why}.`)),
      sound: () => this.#lives.sound(),
    });
  }

  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  assigned(): readonly number[] {
    return this.#notifier.all().map(({ partition }) => partition);
  }

  pause(partition: number): void {
    this.#notifier.delivery.setPaused(partition, true);
  }

  resume(partition: number): void {
    this.#notifier.delivery.setPaused(partition, false);
  }

  sinceHeartbeatMs(): number {
    return msSince(this.#deps.clock, this.#confirmedAt);
  }

  async commit(offsets: ReadonlyMap<number, bigint>): Promise<void> {
    if (offsets.size === 0) return;
    const { group, writes } = this.#deps;
    try {
      await commitUnderLease(this.#deps, this.#notifier, offsets);
    } catch (error) {
      writes.refused({ group }, error);
      throw error;
    }
    writes.taken({ group });
  }

  async leave(): Promise<void> {
    await this.#close();
    this.#ended.resolve(); // unless it was rejected before
  }

  #listen(current: () => boolean): SessionHandler {
    let joined: Identity | undefined;
    return {
      claim: () => {
        const owned = this.#notifier.all().map(({ partition }) => partition);
        return { generation: this.#notifier.identity?.generation ?? -1, owned };
      },
      joined: (generation, memberId) => (joined = { generation, memberId }),
      confirmed: (sentAt) => {
        if (!current()) return;
        this.#confirmedAt = sentAt;
        this.#lives.confirmed(sentAt.monotonic);
      },
      disowned: () => {
        if (current()) this.#notifier.lost();
      },
      assigned: (partitions, session) => {
        if (!current() || !joined) return;
        this.#notifier.joined(joined, partitions, session);
      },
      fetched: (batch) => current() && this.#notifier.delivery.fetched(batch),
      skipped: (partition, next) => {
        if (current()) this.#notifier.delivery.skipped(partition, next);
      },
      crashed: (error) => {
        if (current()) this.#lives.broken(error);
      },
    };
  }

  #end(error: TurnfleetError): void {
    this.#deps.logger.error({ group: this.#deps.group }, 'The consumer does not recover; this membership has ended.');
    this.#ended.reject(error);
    void this.#close();
  }

  #close(): Promise<void> {
    return (this.#closing ??= this.#closeOnce());
  }

  async #closeOnce(): Promise<void> {
    this.#stopWatchdog();
    this.#notifier.close();
    await this.#lives.stop();
  }
}
