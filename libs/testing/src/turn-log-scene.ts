import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { LogRecord, Membership, NewRecord, TurnLog } from '@turnfleet/turn-engine';
import { RecordingMember } from './recording-member.ts';
import { Watch } from './watch.ts';

export interface TurnLogHarness {
  readonly log: TurnLog;
  /** A topic nobody has used, its name; resolves once it can be written and read. `maxRecordBytes`: else about 1 MiB. */
  createTopic(partitions: number, maxRecordBytes?: number): Promise<string>;
  /** Closes the log and whatever was made for it. */
  stop(): Promise<void>;
}

interface Joined {
  readonly member: RecordingMember;
  readonly membership: Membership;
  readonly leave: () => Promise<void>;
}

/** What the specs of a log share: one log, members that leave when an example ends, and patience. */
export interface TurnLogScene {
  readonly log: () => TurnLog;
  readonly createTopic: TurnLogHarness['createTopic'];
  readonly watch: Watch;
  readonly patienceMs: number;
  /** `it`, with patience for several waits in turn. */
  readonly example: (what: string, body: () => Promise<void>) => void;
  readonly join: (group: string, topic: string, member?: RecordingMember) => Promise<Joined>;
  /** Appends one after another; the offsets they got. */
  readonly appendAll: (topic: string, partition: number, values: readonly string[]) => Promise<bigint[]>;
  /** Until the members own all partitions between them, as evenly as can be. */
  readonly untilBalanced: (partitions: number, ...members: RecordingMember[]) => Promise<void>;
  readonly untilDelivered: (member: RecordingMember, partition: number, count: number) => Promise<void>;
}

/** Sets the scene within the current `describe`. Every example fails if a member saw a rule of the port broken. */
export function turnLogScene(makeHarness: () => Promise<TurnLogHarness>, patienceMs: number): TurnLogScene {
  const watch = new Watch(patienceMs);
  let harness: TurnLogHarness;
  let joined: Joined[] = [];

  beforeAll(async () => {
    harness = await makeHarness();
  }, patienceMs);
  afterAll(() => harness.stop(), patienceMs);
  afterEach(async () => {
    await Promise.all(joined.map(({ leave }) => leave()));
    const breaches = joined.flatMap(({ member }) => member.breaches);
    joined = [];
    expect(breaches).toEqual([]);
  }, patienceMs);

  return {
    log: () => harness.log,
    createTopic: (...args) => harness.createTopic(...args),
    watch,
    patienceMs,
    example: (what, body) => it(what, body, 4 * patienceMs),
    async join(group, topic, member = new RecordingMember(watch)) {
      const membership = await harness.log.join(group, topic, member);
      let left: Promise<void> | undefined;
      const leave = (): Promise<void> => (left ??= membership.leave());
      joined.push({ member, membership, leave });
      return { member, membership, leave };
    },
    async appendAll(topic, partition, values) {
      const offsets: bigint[] = [];
      for (const value of values) offsets.push((await harness.log.append(recordOf(topic, partition, value))).offset);
      return offsets;
    },
    untilBalanced(partitions, ...members) {
      const fewest = Math.floor(partitions / members.length);
      const most = Math.ceil(partitions / members.length);
      return watch.until(`${members.length} members share ${partitions} partitions`, () => {
        const owned = members.map((member) => [...member.owned.keys()]);
        const even = owned.every(({ length }) => length >= fewest && length <= most);
        return even && new Set(owned.flat()).size === partitions && owned.flat().length === partitions;
      });
    },
    untilDelivered: (member, partition, count) =>
      watch.until(
        `${count} records of partition ${partition} arrived`,
        () => member.offsets(partition).length >= count,
      ),
  };
}

/** A group name nobody has used. */
export const newGroup = (): string => `contract-${randomUUID()}`;

export const bytesOf = (value: string): Uint8Array => new Uint8Array(Buffer.from(value));

export function recordOf(topic: string, partition: number, value: string): NewRecord {
  return { topic, partition, key: bytesOf('c-1'), value: bytesOf(value), headers: {} };
}

export async function collect(records: AsyncIterable<LogRecord>): Promise<LogRecord[]> {
  const collected: LogRecord[] = [];
  for await (const record of records) collected.push(record);
  return collected;
}

export const valuesOf = (records: readonly LogRecord[]): string[] =>
  records.map(({ value }) => (value === null ? '(null)' : Buffer.from(value).toString()));
