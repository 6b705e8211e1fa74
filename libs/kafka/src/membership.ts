import { type Clock, type Logger, TurnfleetError } from '@turnfleet/core';
import type { GroupMember, Membership } from '@turnfleet/turn-engine';
import { Assignments } from './assignments.ts';
import { ConsumerLives } from './consumer-lives.ts';
import { kafkaError } from './errors.ts';
import { type GroupOffsets, type Identity, isBetweenGenerations } from './group-offsets.ts';
import type { GroupSession, SessionHandler } from './group-session.ts';
import type { Stay } from './holdings.ts';
import type { Bounds } from './offsets.ts';
import { endsWithin } from './retry.ts';
import { startWatchdog } from './watchdog.ts';

/** What a membership needs of the log around it. */
export interface MembershipParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly group: string;
  readonly topic: string;
  readonly offsets: GroupOffsets;
  readonly bounds: (partitions: readonly number[]) => Promise<ReadonlyMap<number, Bounds>>;
  /** Whether the partition holds a record at or after the offset. */
  readonly hasRecordFrom: (partition: number, offset: bigint) => Promise<boolean>;
  readonly startSession: (handler: SessionHandler) => Promise<GroupSession>;
  /** Whether brokers answer this process at all. */
  readonly reachable: () => Promise<boolean>;
}

/** Any rebalance has ended by then; a commit that waits for one is given up. */
const settleMs = 20_000;

/** Joins, and resolves once the group has this member; its first assignment may follow. */
export async function joinGroup(parts: MembershipParts, member: GroupMember): Promise<Membership> {
  const membership = new KafkaMembership(parts, member);
  await membership.start();
  return membership;
}

/** A member over the lives of its consumer. Invariant: commits carry the generation in which the partition is held. */
class KafkaMembership implements Membership {
  readonly #parts: MembershipParts;
  readonly #assignments: Assignments;
  readonly #lives: ConsumerLives;
  readonly #ended = Promise.withResolvers<void>();
  #identity: Identity | undefined;
  #confirmedAt: number;
  #closing: Promise<void> | undefined;
  #stopWatchdog = (): void => {};

  constructor(parts: MembershipParts, member: GroupMember) {
    const { clock, logger, group, topic, offsets, bounds } = parts;
    this.#parts = parts;
    this.#confirmedAt = clock.monotonic();
    this.#ended.promise.catch(() => undefined); // whoever awaits `ended` is told
    this.#lives = new ConsumerLives({
      clock,
      logger,
      group,
      begin: (current) => parts.startSession(this.#listen(current)),
      reachable: () => parts.reachable(),
      over: () => this.#disown(),
      ended: (error) => this.#end(error),
    });
    this.#assignments = new Assignments({
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
      sinceHeartbeatMs: () => (this.#lives.running ? this.sinceHeartbeatMs() : 0),
      delivering: () => this.#assignments.all().filter((stay) => stay.live && !stay.paused),
      waiting: (stays: readonly Stay[]) => this.#waiting(stays),
    };
    this.#stopWatchdog = startWatchdog(this.#parts.clock, watched, {
      dead: (why) => this.#lives.broken(new TurnfleetError('internal', `The consumer stopped silently: ${why}.`)),
      sound: () => this.#lives.sound(),
    });
  }

  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  pause(partition: number): void {
    this.#assignments.setPaused(partition, true);
  }

  resume(partition: number): void {
    this.#assignments.setPaused(partition, false);
  }

  sinceHeartbeatMs(): number {
    return this.#parts.clock.monotonic() - this.#confirmedAt;
  }

  async commit(offsets: ReadonlyMap<number, bigint>): Promise<void> {
    if (offsets.size === 0) return;
    const { clock } = this.#parts;
    const giveUpAt = clock.monotonic() + settleMs;
    const stays = [...offsets.keys()].map((partition) => this.#assignments.stayOf(partition));
    for (;;) {
      const [identity, changed] = [this.#identity, this.#assignments.changed];
      if (!identity || !stays.every((stay) => stay && this.#assignments.holds(stay))) throw fenced();
      try {
        return await this.#parts.offsets.commit(identity, offsets);
      } catch (error) {
        if (!isBetweenGenerations(error)) throw error;
      }
      // Only the next join tells whether the partitions stay with this member.
      const settled = identity !== this.#identity || (await endsWithin(clock, giveUpAt - clock.monotonic(), changed));
      if (!settled) throw unsettled(this.#parts.group);
    }
  }

  async leave(): Promise<void> {
    await this.#close();
    this.#ended.resolve(); // unless it was rejected before
  }

  #listen(current: () => boolean): SessionHandler {
    let joined: Identity | undefined;
    return {
      claim: () => {
        const owned = this.#assignments.all().map(({ partition }) => partition);
        return { generation: this.#assignments.generation ?? -1, owned };
      },
      joined: (generation, memberId) => (joined = { generation, memberId }),
      confirmed: (sentAt) => {
        if (!current()) return;
        this.#confirmedAt = sentAt;
        this.#lives.confirmed(sentAt);
      },
      disowned: () => {
        if (current()) this.#disown();
      },
      assigned: (partitions, session) => {
        if (!current() || !joined) return;
        this.#identity = joined;
        this.#assignments.joined(joined.generation, partitions, session);
      },
      fetched: (batch) => current() && this.#assignments.fetched(batch),
      skipped: (partition, next) => {
        if (current()) this.#assignments.skipped(partition, next);
      },
      crashed: (error) => {
        if (current()) this.#lives.broken(error);
      },
    };
  }

  async #waiting(stays: readonly Stay[]): Promise<readonly Stay[]> {
    if (stays.length === 0) return [];
    const bounds = await this.#parts.bounds(stays.map(({ partition }) => partition));
    const behind = stays.filter(({ partition, next }) => (next ?? 0n) < (bounds.get(partition)?.end ?? 0n));
    const held = await Promise.all(behind.map((stay) => this.#parts.hasRecordFrom(stay.partition, stay.next ?? 0n)));
    return behind.filter((_, i) => held[i]);
  }

  #disown(): void {
    this.#identity = undefined;
    this.#assignments.lost();
  }

  #end(error: TurnfleetError): void {
    this.#parts.logger.error({ group: this.#parts.group }, 'The consumer does not recover; this membership has ended.');
    this.#ended.reject(error);
    void this.#close();
  }

  #close(): Promise<void> {
    return (this.#closing ??= this.#closeOnce());
  }

  async #closeOnce(): Promise<void> {
    this.#stopWatchdog();
    this.#identity = undefined;
    this.#assignments.close();
    await this.#lives.stop();
  }
}

function fenced(): TurnfleetError {
  const suggestion = 'Nothing: the other worker does the work again where it is not done.';
  return new TurnfleetError('fenced', 'The partition was given to another worker since.', { suggestion });
}

function unsettled(group: string): TurnfleetError {
  const suggestion = 'Check that the members of the group are alive; commit again later.';
  return new TurnfleetError('overloaded', `The rebalance of group ${group} does not end.`, { suggestion });
}
