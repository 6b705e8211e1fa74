import { describe, expect, it } from '@jest/globals';
import { systemClock } from '@turnfleet/core';
import { ManualClock, settle } from '@turnfleet/core/testing';
import type { GroupMember, LogRecord, NewRecord, TurnLog } from '@turnfleet/turn-engine';
import fc from 'fast-check';
import { chatTopics } from './chat-topics.ts';
import { createEmbeddedLog } from './embedded-log.ts';
import type { Retention } from './memory-topic.ts';

const bytes = (value: string): Uint8Array => new Uint8Array(Buffer.from(value));

function recordOf(key: string | null, value: string | null, partition = 0): NewRecord {
  return {
    topic: 't',
    partition,
    key: key === null ? null : bytes(key),
    value: value === null ? null : bytes(value),
    headers: {},
  };
}

async function held(log: TurnLog, partition = 0): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  for await (const record of log.read('t', partition, 0n)) records.push(record);
  return records;
}

const textOf = ({ key, value }: LogRecord): string =>
  `${key ? Buffer.from(key).toString() : '-'}=${value ? Buffer.from(value).toString() : '-'}`;

function memberOf(changes: Partial<GroupMember> = {}): GroupMember & { readonly delivered: LogRecord[] } {
  const delivered: LogRecord[] = [];
  return {
    delivered,
    assigned: () => Promise.resolve(),
    revoked: () => Promise.resolve(),
    deliver: (_partition, records) => void delivered.push(...records),
    ...changes,
  };
}

/** A log with one topic `t` that holds about 20 records of 50 bytes. */
function smallLog(keep: Retention, partitions = 1) {
  return createEmbeddedLog(systemClock, { t: { partitions, keep, maxBytes: 5_000 } });
}

async function fill(log: TurnLog, records: number): Promise<void> {
  for (let i = 0; i < records; i++) await log.append(recordOf('k', `${i}`.padEnd(50)));
}

describe('The embedded log', () => {
  it('never delivers from within an append', async () => {
    const log = smallLog('newest');
    const member = memberOf();
    await log.join('g', 't', member);
    await settle();
    const appended = log.append(recordOf('k', 'v'));
    expect(member.delivered).toEqual([]);
    await appended;
    expect(member.delivered).toEqual([]);
    await settle();
    expect(member.delivered.map(textOf)).toEqual(['k=v']);
    await log.close();
  });

  it('has the topics of the contract', async () => {
    const log = createEmbeddedLog(new ManualClock(), chatTopics());
    expect(await log.partitionsOf('chat.turns')).toBe(24);
    expect(await log.partitionsOf('chat.conversations')).toBe(24);
    await log.close();
  });

  it('stamps records with its clock', async () => {
    const clock = new ManualClock(1_700_000_000_000);
    const log = createEmbeddedLog(clock, { t: { partitions: 1, keep: 'newest' } });
    await log.append(recordOf('k', 'v'));
    expect((await held(log)).map(({ timestamp }) => timestamp)).toEqual([1_700_000_000_000]);
  });

  it('reads what was there when it was asked, not what came after', async () => {
    const log = smallLog('newest');
    await log.append(recordOf('k', 'before'));
    const reading = log.read('t', 0, 0n);
    await log.append(recordOf('k', 'after'));
    const read: string[] = [];
    for await (const record of reading) read.push(textOf(record));
    expect(read).toEqual(['k=before']);
  });

  describe('memory', () => {
    it('drops the oldest records of a topic that nobody has to read', async () => {
      const log = smallLog('newest');
      await fill(log, 100);
      const offsets = (await held(log)).map(({ offset }) => offset);
      expect(offsets.length).toBeGreaterThan(10);
      expect(offsets.length).toBeLessThan(21);
      expect(offsets.at(-1)).toBe(99n);
    });

    it('refuses a turn rather than drop one that no group has committed', async () => {
      const log = smallLog('until_committed');
      await expect(fill(log, 100)).rejects.toMatchObject({ kind: 'overloaded' });
      expect((await held(log))[0]?.offset).toBe(0n);
    });

    it('makes room with what every group has committed, and goes on where the slowest one is', async () => {
      const log = smallLog('until_committed');
      const fast = await log.join('fast', 't', memberOf());
      const slow = await log.join('slow', 't', memberOf());
      await settle();
      await fill(log, 15);
      await fast.commit(new Map([[0, 15n]]));
      await slow.commit(new Map([[0, 10n]]));
      await fill(log, 10);
      const offsets = (await held(log)).map(({ offset }) => offset);
      expect(offsets[0]).toBeGreaterThan(0n);
      expect(offsets[0]).toBeLessThanOrEqual(10n);
      await expect(fill(log, 100)).rejects.toMatchObject({ kind: 'overloaded' });
      expect((await held(log))[0]?.offset).toBe(10n);
      await log.close();
    });

    it('takes one record whatever its size', async () => {
      const log = smallLog('newest');
      await log.append(recordOf('k', 'x'.repeat(10_000)));
      expect(await held(log)).toHaveLength(1);
    });

    it('holds of a compacted topic the last record of every key, in the order of the log', async () => {
      const log = smallLog('latest_per_key');
      for (const [key, value] of [
        ['a', '1'],
        ['b', '1'],
        ['a', '2'],
        [null, 'x'],
        ['b', null],
        [null, 'y'],
      ] as const)
        await log.append(recordOf(key, value));
      expect((await held(log)).map((record) => `${record.offset} ${textOf(record)}`)).toEqual([
        '2 a=2',
        '3 -=x',
        '4 b=-',
        '5 -=y',
      ]);
    });

    it('holds of a compacted topic what a reader would make of all records, however many were superseded', async () => {
      const writes = fc.array(fc.tuple(fc.nat(5), fc.nat(1_000)), { maxLength: 400 });
      await fc.assert(
        fc.asyncProperty(writes, async (pairs) => {
          const log = createEmbeddedLog(systemClock, { t: { partitions: 1, keep: 'latest_per_key' } });
          const expected = new Map<string, string>();
          for (const [key, value] of pairs) {
            await log.append(recordOf(`k${key}`, `${value}`));
            expected.set(`k${key}`, `${value}`);
          }
          const found = (await held(log)).map((record) => textOf(record).split('='));
          expect(new Map(found as [string, string][])).toEqual(expected);
          expect(found).toHaveLength(expected.size);
        }),
        { numRuns: 30 },
      );
    });
  });

  describe('a member', () => {
    it('whose call fails is dropped, and its partitions go to the others', async () => {
      const log = smallLog('newest');
      const broken = await log.join('g', 't', memberOf({ assigned: () => Promise.reject(new Error('a bug')) }));
      await expect(broken.ended).rejects.toMatchObject({ kind: 'internal' });
      const other = memberOf();
      await log.join('g', 't', other);
      await log.append(recordOf('k', 'v'));
      for (let i = 0; i < 5 && other.delivered.length === 0; i++) await settle();
      expect(other.delivered.map(textOf)).toEqual(['k=v']);
      await expect(broken.commit(new Map([[0, 1n]]))).rejects.toMatchObject({ kind: 'fenced' });
      await log.close();
    });

    it('is told when the log is closed', async () => {
      const log = smallLog('newest');
      const membership = await log.join('g', 't', memberOf());
      await log.close();
      await expect(membership.ended).rejects.toMatchObject({ kind: 'cancelled' });
      await expect(log.append(recordOf('k', 'v'))).rejects.toMatchObject({ kind: 'overloaded' });
    });

    it('that left ends in peace, and is confirmed no more', async () => {
      const clock = new ManualClock();
      const log = createEmbeddedLog(clock, { t: { partitions: 1, keep: 'newest' } });
      const membership = await log.join('g', 't', memberOf());
      await clock.advance(5_000);
      expect(membership.sinceHeartbeatMs()).toBe(0);
      await membership.leave();
      await membership.ended;
      await clock.advance(3_000);
      expect(membership.sinceHeartbeatMs()).toBe(3_000);
    });
  });

  it('tells how many records a group has not committed', async () => {
    const log = smallLog('until_committed', 2);
    const membership = await log.join('g', 't', memberOf());
    await settle();
    for (const partition of [0, 0, 0, 1]) await log.append(recordOf('k', 'v', partition));
    await membership.commit(new Map([[0, 2n]]));
    expect(log.uncommitted()).toBe(2);
    await log.close();
    expect(log.uncommitted()).toBe(2);
  });
});
