import { describe, expect, it } from '@jest/globals';
import { Partition } from './partition.ts';

const record = { topic: 'chat.turns', partition: 0, key: null, value: null, headers: {} };
const offsets = (log: Partition) => log.all.map(({ offset }) => Number(offset));

describe('a partition of the simulated log', () => {
  it('keeps what is committed from those who read committed while a transaction before it is open', () => {
    const log = new Partition();
    log.append(record, 0);
    log.hold();
    log.append(record, 0);
    log.hold();
    expect(log.readable).toBe(1n);
    log.letGo();
    expect(log.readable).toBe(1n);
    log.letGo();
    expect(log.readable).toBe(log.end);
    // What ended a transaction has an offset and is no record.
    expect(log.append(record, 0).offset).toBe(4n);
    expect(offsets(log)).toEqual([0, 1, 4]);
  });

  it('keeps whole segments for as long as their newest record is young, and the last one whatever its age', () => {
    const log = new Partition();
    for (const timestamp of [0, 90, 100, 250, 260]) log.append(record, timestamp);
    log.expire(91, 100);
    expect(offsets(log)).toEqual([2, 3, 4]);
    log.expire(100, 100);
    expect(offsets(log)).toEqual([2, 3, 4]);
    log.expire(1_000, 100);
    expect(offsets(log)).toEqual([3, 4]);
    expect(log.oldest).toBe(3n);
    expect(log.expired).toHaveLength(3);
  });
});
