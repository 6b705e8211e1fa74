import { describe, expect, it } from '@jest/globals';
import { Capacity } from './capacity.ts';
import { FairShare } from './fair-share.ts';
import { Partition } from './partition.ts';
import { recordOf } from './testing/index.ts';
import { type Vitals, whatIsStuck } from './what-is-stuck.ts';

const stuckAfterMs = 60_000;
const healthy: Vitals = { partitions: [], sinceHeartbeatMs: 0, committingSince: null };

function partitionWith(key: string): Partition<string> {
  const partition = new Partition<string>(3, 0n, new Capacity({ turns: 1, bytes: 100 }), new FairShare(), 0, 0);
  partition.accept(recordOf(key, 0n, 3), { lane: key, priority: 2 }, 0);
  return partition;
}

describe('What is stuck', () => {
  it('is nothing while nothing happens', () => {
    expect(whatIsStuck(healthy, 10 * stuckAfterMs, stuckAfterMs)).toBeNull();
  });

  it('is a commit that is not answered', () => {
    const liveness = { ...healthy, committingSince: 1_000 };
    expect(whatIsStuck(liveness, 61_000, stuckAfterMs)).toBeNull();
    expect(whatIsStuck(liveness, 61_001, stuckAfterMs)).toBe('A commit has been under way for 60 s.');
  });

  it('is a partition that is not claimed, unless it or another one that waits with it gets on', () => {
    const waits = partitionWith('a');
    const rebuilt = partitionWith('b');
    const stuck = (now: number) => whatIsStuck({ ...healthy, partitions: [waits, rebuilt] }, now, stuckAfterMs);
    expect(stuck(60_000)).toBeNull();
    expect(stuck(61_000)).toBe('Partition 3 could not be claimed for 61 s.');
    rebuilt.claimMovedAt = 50_000;
    expect(stuck(110_000)).toBeNull();
    expect(stuck(111_000)).toBe('Partition 3 could not be claimed for 111 s.');
    rebuilt.ownership = 'claimed';
    rebuilt.movedAt = 111_000;
    expect(stuck(111_000)).toBe('Partition 3 could not be claimed for 111 s.');
  });

  it('is a claimed partition that has records to work on and does not move', () => {
    const partition = partitionWith('a');
    const stuck = () => whatIsStuck({ ...healthy, partitions: [partition] }, 61_000, stuckAfterMs);
    partition.ownership = 'claimed';
    expect(stuck()).toBe('Partition 3 has records to work on but has not moved for 61 s.');
    partition.movedAt = 5_000;
    expect(stuck()).toBeNull();
  });

  it('is a membership that the group does not confirm', () => {
    const liveness = { ...healthy, sinceHeartbeatMs: 60_001 };
    expect(whatIsStuck(liveness, 100_000, stuckAfterMs)).toBe('The group has not confirmed this worker for 60 s.');
    expect(whatIsStuck({ ...liveness, sinceHeartbeatMs: 60_000 }, 100_000, stuckAfterMs)).toBeNull();
  });

  it('is a record that runs or fails for too long, but not one that rests because something is away', () => {
    const partition = partitionWith('a');
    partition.ownership = 'claimed';
    const [entry] = partition.entries;
    if (!entry) throw new Error('Nothing was accepted.');
    partition.ownership = 'claimed';
    partition.movedAt = 61_000;
    const stuck = () => whatIsStuck({ ...healthy, partitions: [partition] }, 61_000, stuckAfterMs);
    entry.state = 'resting';
    entry.failures = 7;
    expect(stuck()).toBeNull();
    entry.state = 'running';
    expect(stuck()).toBe('The record at chat.turns/3/0 has been running for 61 s.');
    entry.since = 50_000;
    expect(stuck()).toBeNull();
    entry.failingSince = 500;
    expect(stuck()).toBe('The record at chat.turns/3/0 has failed 7 times over 61 s.');
  });
});
