import { describe, expect, it, jest } from '@jest/globals';
import { momentOf, silentLogger, TurnfleetError } from '@turnfleet/core';
import { ManualClock, settle } from '@turnfleet/core/testing';
import type { AssignedPartition, GroupMember, LogRecord } from '@turnfleet/turn-engine';
import { KafkaJSProtocolError, type KafkaMessage } from 'kafkajs';
import { kafkaError } from '../errors.ts';
import type { Identity } from './group-offsets.ts';
import type { GroupSession, SessionHandler } from './group-session.ts';
import { joinGroup, type MembershipDeps } from './membership.ts';

const refusal = (type: string): TurnfleetError =>
  kafkaError(new KafkaJSProtocolError({ type, code: 0, message: type } as never), 'take a commit');

const message = (offset: number): KafkaMessage => ({
  key: null,
  value: null,
  timestamp: '0',
  attributes: 0,
  offset: String(offset),
  headers: {},
});

/** What a member was told, in words: `assigned 0@5 1@0 kept`, `revoked 1`, `delivered 0: 5 6`. */
class Listener implements GroupMember {
  readonly heard: string[] = [];
  gate: Promise<void> = Promise.resolve();
  whenAssigned = (): void => {};

  async assigned(partitions: readonly AssignedPartition[]): Promise<void> {
    const names = partitions.map(({ partition, start, kept }) => `${partition}@${start}${kept ? ' kept' : ''}`);
    this.heard.push(['assigned', ...names].join(' '));
    this.whenAssigned();
    await this.gate;
  }

  async revoked(partitions: readonly number[]): Promise<void> {
    this.heard.push(['revoked', ...partitions].join(' '));
  }

  overtaken(partition: number, from: bigint, to: bigint): void {
    this.heard.push(`overtaken ${partition}: ${from}-${to}`);
  }

  deliver(partition: number, records: readonly LogRecord[]): void {
    this.heard.push(`delivered ${partition}: ${records.map(({ offset }) => offset).join(' ')}`);
  }
}

/** One life of a consumer that does what the spec says. */
class FakeSession implements GroupSession {
  readonly handler: SessionHandler;
  readonly flowing = new Set<number>();
  readonly positions = new Map<number, bigint>();
  stopped = false;

  constructor(handler: SessionHandler) {
    this.handler = handler;
  }

  /** A rebalance, as the real session tells of it. */
  rebalanced(generation: number, partitions: readonly number[]): void {
    this.handler.joined(generation, `member-${generation}`);
    for (const partition of partitions) this.flowing.delete(partition);
    this.handler.assigned(partitions, this);
  }

  /** A fetch from `from`; whether it was handed over. */
  fetch(partition: number, from: bigint, ...offsets: number[]): boolean {
    const next = BigInt(offsets.at(-1) ?? 0) + 1n;
    return this.handler.fetched({ partition, from, next, messages: offsets.map(message) });
  }

  pause(partition: number): void {
    this.flowing.delete(partition);
  }

  resume(partition: number): void {
    this.flowing.add(partition);
  }

  seek(partition: number, offset: bigint): void {
    this.positions.set(partition, offset);
  }

  async stop(): Promise<void> {
    this.stopped = true;
  }
}

function newScene(committed: Record<number, bigint> = {}) {
  const clock = new ManualClock();
  const member = new Listener();
  const sessions: FakeSession[] = [];
  const refusals: Error[] = [];
  const commits: [Identity, [number, bigint][]][] = [];
  let unreachable: Error | undefined;
  let away = false;
  let oldest = 0n;
  let answering: Promise<void> = Promise.resolve();
  const deps: MembershipDeps = {
    clock,
    logger: silentLogger,
    group: 'g',
    topic: 't',
    writes: { refused: () => undefined, taken: () => undefined },
    offsets: {
      committed: async () => new Map(Object.entries(committed).map(([partition, at]) => [Number(partition), at])),
      commit: async (as, offsets) => {
        const error = refusals.shift();
        if (error) throw error;
        commits.push([as, [...offsets]]);
      },
    },
    bounds: async (partitions) => {
      await answering;
      return new Map(partitions.map((partition) => [partition, { oldest, end: 100n }]));
    },
    hasRecordFrom: async () => false,
    reachable: async () => !away,
    startSession: async (handler) => {
      if (unreachable) throw unreachable;
      const session = new FakeSession(handler);
      sessions.push(session);
      return session;
    },
  };
  const session = (): FakeSession => {
    const last = sessions.at(-1);
    if (!last) throw new Error('there is no session');
    return last;
  };
  const rebalanced = async (generation: number, partitions: readonly number[]): Promise<void> => {
    session().rebalanced(generation, partitions);
    await settle();
  };
  const setUnreachable = (error: Error | undefined): void => void (unreachable = error);
  const setAnswering = (until: Promise<void>): void => void (answering = until);
  const deleteBelow = (offset: bigint): void => void (oldest = offset);
  const setAway = (now: boolean): void => void (away = now);
  /** Answers a heartbeat each second. */
  const beat = async (seconds: number): Promise<void> => {
    for (let second = 0; second < seconds; second++) {
      session().handler.confirmed(momentOf(clock));
      await clock.advance(1_000);
    }
  };
  const crash = async (error: TurnfleetError): Promise<void> => {
    session().handler.crashed(error);
    await settle();
  };
  const join = () => joinGroup(deps, member);
  return {
    clock,
    member,
    join,
    sessions,
    session,
    rebalanced,
    refusals,
    commits,
    setUnreachable,
    setAway,
    deleteBelow,
    setAnswering,
    beat,
    crash,
  };
}

async function joined(committed: Record<number, bigint> = {}) {
  const scene = newScene(committed);
  return { ...scene, membership: await scene.join() };
}

describe('a membership', () => {
  it('starts each partition at the committed offset, else at the oldest, else where the log still reaches', async () => {
    const { member, rebalanced, session } = await joined({ 0: 5n, 2: 4_000n });
    await rebalanced(1, [0, 1, 2]);
    expect(member.heard).toEqual(['assigned 0@5 1@0 2@0']);
    expect(session().positions).toEqual(
      new Map([
        [0, 5n],
        [1, 0n],
        [2, 0n],
      ]),
    );
  });

  it('delivers nothing before the member has taken its assignment in', async () => {
    const { member, rebalanced, session } = await joined();
    const gate = Promise.withResolvers<void>();
    member.gate = gate.promise;
    await rebalanced(1, [0]);
    expect(session().fetch(0, 0n, 0)).toBe(false);
    gate.resolve();
    await settle();
    expect(session().fetch(0, 0n, 0)).toBe(true);
    expect(member.heard).toEqual(['assigned 0@0', 'delivered 0: 0']);
  });

  it('begins again at the committed offset after each assignment, wherever GROUP_JOIN set the positions', async () => {
    const committed: Record<number, bigint> = {};
    const { member, rebalanced, session } = await joined(committed);
    await rebalanced(1, [0, 1]);
    session().fetch(0, 0n, 0, 1, 2);
    committed[0] = 2n;
    await rebalanced(2, [0]);
    expect(member.heard.slice(-2)).toEqual(['revoked 1', 'assigned 0@2 kept']);
    expect(session().positions.get(0)).toBe(2n);
    expect(session().fetch(0, 2n, 2, 3)).toBe(true);
  });

  // Once what was running began again.
  it('takes a commit that landed while it asked for the starts for no reset of the log', async () => {
    const { member, membership, rebalanced, setAnswering } = await joined({ 0: 3n });
    await rebalanced(1, [0]);
    const gate = Promise.withResolvers<void>();
    setAnswering(gate.promise);
    await rebalanced(2, [0]);
    await membership.commit(new Map([[0, 5n]]));
    gate.resolve();
    await settle();
    expect(member.heard.at(-1)).toBe('assigned 0@5 kept');
  });

  it('calls a partition that may have been elsewhere meanwhile revoked and new', async () => {
    const { member, rebalanced } = await joined();
    await rebalanced(1, [0]);
    await rebalanced(3, [0]);
    expect(member.heard).toEqual(['assigned 0@0', 'revoked 0', 'assigned 0@0']);
  });

  it('never overlaps its calls, and tells only what holds when a rebalance overtakes them', async () => {
    const { member, rebalanced } = await joined();
    const gate = Promise.withResolvers<void>();
    member.gate = gate.promise;
    await rebalanced(1, [0, 1]);
    await rebalanced(2, [0]);
    await rebalanced(3, [2]);
    expect(member.heard).toEqual(['assigned 0@0 1@0']);
    gate.resolve();
    await settle();
    expect(member.heard).toEqual(['assigned 0@0 1@0', 'revoked 0 1', 'assigned 2@0']);
  });

  it('keeps a partition paused over a rebalance, for kafkajs starts all of them again', async () => {
    const { membership, rebalanced, session } = await joined();
    await rebalanced(1, [0, 1]);
    membership.pause(0);
    await rebalanced(2, [0, 1]);
    expect(session().flowing).toEqual(new Set([1]));
    expect(session().fetch(0, 0n, 0)).toBe(false);
    membership.resume(0);
    expect(session().flowing).toEqual(new Set([0, 1]));
  });

  it('obeys a pause from within `assigned`', async () => {
    const { member, membership, rebalanced, session } = await joined();
    member.whenAssigned = () => membership.pause(0);
    await rebalanced(1, [0]);
    expect(session().flowing).toEqual(new Set());
    expect(session().fetch(0, 0n, 0)).toBe(false);
  });

  it('does not believe a fetch from another place than where delivery stands', async () => {
    const { member, rebalanced, session } = await joined({ 0: 5n });
    await rebalanced(1, [0]);
    expect(session().fetch(0, 20n, 20, 21)).toBe(false);
    await settle();
    expect(session().positions.get(0)).toBe(5n);
    expect(session().fetch(0, 5n, 5)).toBe(true);
    expect(member.heard).toEqual(['assigned 0@5', 'delivered 0: 5']);
  });

  it('tells what retention took before the group had finished it, once', async () => {
    const { member, rebalanced, deleteBelow } = await joined({ 0: 5n, 1: 40n });
    deleteBelow(30n);
    await rebalanced(1, [0, 1, 2]);
    await rebalanced(2, [0, 1, 2]);
    expect(member.heard).toEqual([
      'overtaken 0: 5-30',
      'assigned 0@30 1@40 2@30',
      'assigned 0@30 kept 1@40 kept 2@30 kept',
    ]);
    deleteBelow(50n);
    await rebalanced(3, [0]);
    expect(member.heard.slice(-3)).toEqual(['revoked 1 2', 'overtaken 0: 5-50', 'assigned 0@50 kept']);
  });

  it('tells what retention took while records were delivered', async () => {
    const { member, rebalanced, session, deleteBelow } = await joined({ 0: 5n });
    await rebalanced(1, [0]);
    session().fetch(0, 5n, 5, 6);
    deleteBelow(30n);
    session().fetch(0, 30n, 30);
    await settle();
    expect(session().fetch(0, 30n, 30)).toBe(true);
    expect(member.heard).toEqual(['assigned 0@5', 'delivered 0: 5 6', 'overtaken 0: 7-30', 'delivered 0: 30']);
  });

  it('does not take a log that was made anew for one that retention was quicker in', async () => {
    const { member, rebalanced, deleteBelow } = await joined({ 0: 4_000n });
    deleteBelow(1n);
    await rebalanced(1, [0]);
    expect(member.heard).toEqual(['assigned 0@1']);
  });

  it('passes over ranges without records', async () => {
    const { rebalanced, session } = await joined();
    await rebalanced(1, [0]);
    session().handler.skipped(0, 7n);
    expect(session().fetch(0, 7n, 9)).toBe(true);
  });
});

describe('joining', () => {
  it('is repeated while the coordinator starts up, which kafkajs does not survive', async () => {
    const scene = newScene();
    scene.setUnreachable(refusal('GROUP_LOAD_IN_PROGRESS'));
    const joining = scene.join();
    await scene.clock.advance(5_000);
    scene.setUnreachable(undefined);
    await scene.clock.advance(5_000);
    await (await joining).leave();
    expect(scene.sessions).toHaveLength(1);
  });

  it('is given up in bounded time, as overloaded', async () => {
    const scene = newScene();
    scene.setUnreachable(refusal('GROUP_COORDINATOR_NOT_AVAILABLE'));
    const outcome = expect(scene.join()).rejects.toMatchObject({ kind: 'overloaded' });
    await scene.clock.advance(20_000);
    await outcome;
  });

  it('is not repeated for a topic that does not exist', async () => {
    const scene = newScene();
    scene.setUnreachable(refusal('UNKNOWN_TOPIC_OR_PARTITION'));
    await expect(scene.join()).rejects.toMatchObject({ kind: 'not_found' });
  });
});

describe('a commit', () => {
  it('names the generation in which the partition is held', async () => {
    const { membership, rebalanced, commits } = await joined();
    await rebalanced(4, [0]);
    await membership.commit(new Map([[0, 3n]]));
    expect(commits).toEqual([[{ memberId: 'member-4', generation: 4 }, [[0, 3n]]]]);
  });

  it('to a partition that went away is fenced, and not sent (issue 1046)', async () => {
    const { membership, rebalanced, commits } = await joined();
    await rebalanced(1, [0, 1]);
    await rebalanced(2, [0]);
    await expect(membership.commit(new Map([[1, 3n]]))).rejects.toMatchObject({ kind: 'fenced' });
    expect(commits).toEqual([]);
  });

  it('refused between generations is repeated if the partition stays', async () => {
    const { membership, rebalanced, refusals, commits } = await joined();
    await rebalanced(1, [0]);
    refusals.push(refusal('REBALANCE_IN_PROGRESS'));
    const committed = membership.commit(new Map([[0, 3n]]));
    await settle();
    await rebalanced(2, [0]);
    await committed;
    expect(commits.map(([{ generation }]) => generation)).toEqual([2]);
  });

  it('refused between generations is fenced if the partition goes (issue 1046)', async () => {
    const { membership, rebalanced, refusals, commits } = await joined();
    await rebalanced(1, [0, 1]);
    refusals.push(refusal('ILLEGAL_GENERATION'));
    const outcome = expect(membership.commit(new Map([[1, 3n]]))).rejects.toMatchObject({ kind: 'fenced' });
    await settle();
    await rebalanced(2, [0]);
    await outcome;
    expect(commits).toEqual([]);
  });

  it('gives up a rebalance that does not end', async () => {
    const { membership, rebalanced, refusals, clock } = await joined();
    await rebalanced(1, [0]);
    refusals.push(refusal('REBALANCE_IN_PROGRESS'));
    const outcome = expect(membership.commit(new Map([[0, 3n]]))).rejects.toMatchObject({ kind: 'overloaded' });
    await clock.advance(20_000);
    await outcome;
  });

  it('of a member that its group has given up is fenced at once', async () => {
    const { membership, rebalanced, session, member } = await joined();
    await rebalanced(1, [0]);
    session().handler.disowned();
    await expect(membership.commit(new Map([[0, 3n]]))).rejects.toMatchObject({ kind: 'fenced' });
    expect(member.heard.at(-1)).toBe('revoked 0');
  });

  it('after leaving is fenced', async () => {
    const { membership, rebalanced } = await joined();
    await rebalanced(1, [0]);
    await membership.leave();
    await expect(membership.commit(new Map([[0, 3n]]))).rejects.toMatchObject({ kind: 'fenced' });
  });
});

describe('a consumer that breaks down', () => {
  const noBroker = new TurnfleetError('overloaded', 'no broker available');
  const notNow = refusal('GROUP_COORDINATOR_NOT_AVAILABLE');
  const silence = new TurnfleetError('internal', 'it stopped');

  it('is made anew after a crash without restart (issues 1630, 1011); its partitions count as lost', async () => {
    const { sessions, session, rebalanced, member } = await joined();
    await rebalanced(1, [0]);
    session().handler.crashed(noBroker);
    await settle();
    expect(sessions.map(({ stopped }) => stopped)).toEqual([true, false]);
    await rebalanced(3, [0]);
    expect(member.heard).toEqual(['assigned 0@0', 'revoked 0', 'assigned 0@0']);
  });

  it('is not listened to any more once it was replaced', async () => {
    const { sessions, session, rebalanced, member } = await joined();
    await rebalanced(1, [0]);
    session().handler.crashed(noBroker);
    await settle();
    sessions[0]?.rebalanced(2, [0, 1, 2]);
    expect(sessions[0]?.fetch(0, 0n, 0)).toBe(false);
    await settle();
    expect(member.heard).toEqual(['assigned 0@0', 'revoked 0']);
  });

  it('ends the membership when it breaks down again before it worked', async () => {
    const { crash, membership, clock, member } = await joined();
    await crash(noBroker);
    await clock.advance(5_000);
    await crash(noBroker);
    await expect(membership.ended).rejects.toBe(noBroker);
    expect(clock.pending).toBe(0);
    expect(member.heard).toEqual([]);
  });

  it('that stops silently again ends the membership', async () => {
    const { sessions, clock, membership } = await joined();
    const outcome = expect(membership.ended).rejects.toMatchObject({ kind: 'internal' });
    await clock.advance(100_000);
    await outcome;
    expect(sessions).toHaveLength(2);
  });

  it('may break down again once the group answered it for some seconds: brokers that went away twice', async () => {
    const { crash, beat, sessions, membership } = await joined();
    for (let outage = 0; outage < 3; outage++) {
      await crash(noBroker);
      await beat(7);
    }
    expect(sessions).toHaveLength(4);
    await membership.leave();
  });

  it('that is only answered has not recovered from a silent stop', async () => {
    const { crash, beat, membership } = await joined();
    await crash(silence);
    await beat(15);
    await crash(silence);
    await expect(membership.ended).rejects.toBe(silence);
  });

  it('may stop silently again after the watchdog found nothing wrong for three rounds', async () => {
    const { crash, beat, sessions, membership } = await joined();
    await crash(silence);
    await beat(35);
    await crash(silence);
    await crash(silence).catch(() => undefined);
    expect(sessions).toHaveLength(3);
    await expect(membership.ended).rejects.toBe(silence);
  });

  it('is tried again for as long as no broker answers this process at all', async () => {
    const { crash, sessions, clock, membership, setUnreachable, setAway } = await joined();
    setAway(true);
    setUnreachable(noBroker);
    await crash(noBroker);
    await clock.advance(3_600_000);
    setUnreachable(undefined);
    setAway(false);
    await clock.advance(2_000);
    expect(sessions).toHaveLength(2);
    await membership.leave();
  });

  it('may break down in every outage, however soon the next one comes', async () => {
    const { crash, sessions, membership, setAway } = await joined();
    setAway(true);
    for (let outage = 0; outage < 3; outage++) await crash(noBroker);
    expect(sessions).toHaveLength(4);
    await membership.leave();
  });

  it('may fall silent in every outage, however soon the next one comes: brokers that hang', async () => {
    const { sessions, clock, membership, beat, setUnreachable, setAway } = await joined();
    for (let outage = 0; outage < 3; outage++) {
      setAway(true);
      setUnreachable(noBroker);
      await clock.advance(45_000);
      setUnreachable(undefined);
      setAway(false);
      await beat(7);
    }
    expect(sessions).toHaveLength(4);
    await membership.leave();
  });

  it('is not blamed for an outage that ends while it is being stopped', async () => {
    const { crash, session, sessions, membership, setAway } = await joined();
    for (let outage = 0; outage < 2; outage++) {
      setAway(true);
      session().stop = async () => setAway(false);
      await crash(noBroker);
    }
    expect(sessions).toHaveLength(3);
    await membership.leave();
  });

  it('is not blamed for brokers that answer that it is not the time, however long and however often', async () => {
    const { crash, clock, membership, sessions, setUnreachable } = await joined();
    const ended = jest.fn();
    membership.ended.then(ended, ended);
    for (let outage = 0; outage < 3; outage++) {
      setUnreachable(notNow);
      await crash(notNow);
      await clock.advance(300_000);
      setUnreachable(undefined);
      await clock.advance(2_000);
    }
    expect(ended).not.toHaveBeenCalled();
    expect(sessions).toHaveLength(4);
    await membership.leave();
  });

  it('ends the membership when brokers that answer refuse it for a minute', async () => {
    const { crash, clock, membership, setUnreachable } = await joined();
    setUnreachable(noBroker);
    await crash(noBroker);
    const outcome = expect(membership.ended).rejects.toBe(noBroker);
    await clock.advance(70_000);
    await outcome;
  });

  // Once a paused machine woke up with a lease.
  it('counts the pause of a machine, until the group has confirmed the member again', async () => {
    const { sessions, clock, membership, beat } = await joined();
    await beat(3);
    clock.shift(600_000);
    expect(membership.sinceHeartbeatMs()).toBeGreaterThanOrEqual(600_000);
    await beat(1);
    expect(membership.sinceHeartbeatMs()).toBeLessThanOrEqual(1_000);
    await beat(30);
    expect(sessions).toHaveLength(1);
    await membership.leave();
  });

  it('is not made anew because the clock was set', async () => {
    const { sessions, clock, membership, beat } = await joined();
    await beat(9);
    clock.shift(3_600_000);
    await clock.advance(1_500);
    await beat(10);
    clock.shift(-3_600_000);
    expect(membership.sinceHeartbeatMs()).toBeLessThanOrEqual(1_000);
    await beat(10);
    expect(sessions).toHaveLength(1);
    await membership.leave();
  });

  it('is replaced when its heartbeats end without a word', async () => {
    const { sessions, clock, membership } = await joined();
    await clock.advance(45_000);
    expect(sessions).toHaveLength(2);
    await membership.leave();
  });

  it('is not replaced after leaving', async () => {
    const { session, sessions, membership, clock } = await joined();
    const { handler } = session();
    await membership.leave();
    handler.crashed(noBroker);
    await clock.advance(60_000);
    expect(sessions).toHaveLength(1);
    await membership.ended;
    expect(clock.pending).toBe(0);
  });
});
