import { describe, expect, it } from '@jest/globals';
import { encodeChange } from '@turnfleet/contract/events';
import type { HistoryEvent } from '../history/history-event.ts';
import { recordEvent } from '../history/record-event.ts';
import { check } from './check.ts';
import { numbered } from './testing/valid-history.ts';

const partitions = 4;
const startedAt = 1_000_000;
const thing = { service: 'inventory', kind: 'stock', subject: 'SKU-1' } as const;
const changed = (at: number, changedAt = at): HistoryEvent => ({ at, event: 'changed', ...thing, changedAt });
const stopped = (at: number): HistoryEvent => ({ at, event: 'service_stopped', service: 'inventory' });
/** `id` is the offset, too: ids of one spec are told in their order. */
const told = (at: number, since: number, offset: number, id = offset, otherPlace = 0): HistoryEvent => {
  const record = encodeChange({ ...thing, id: `id-${id}`, at: new Date(startedAt + since).toISOString() }, partitions);
  const place = { topic: 'shop.changes' as const, partition: (record.partition + otherPlace) % partitions };
  return recordEvent({ ...record, ...place, offset: BigInt(offset) }, at);
};

const day = 24 * 3_600_000;
function judged(until: number, events: readonly HistoryEvent[]) {
  const begin: HistoryEvent = { at: 0, event: 'begin', format: 1, partitions, startedAt };
  return check(numbered([begin, ...events, { at: until, event: 'end' }])).verdicts;
}
const on = (...events: readonly HistoryEvent[]) => judged(100_000, events).map(({ code, lines }) => ({ code, lines }));
const lost = (...lines: readonly number[]) => [{ code: 'change_lost', lines }];

describe('changes of the shop', () => {
  it('are right if each is told once it is committed, several perhaps as one', () => {
    expect(on(changed(10), told(12, 10, 0), changed(20), changed(30), told(35, 20, 1))).toEqual([]);
    expect(on(changed(10, 5_000), told(5_001, 5_000, 0))).toEqual([]);
  });

  it('are lost if no record after the commit tells of them', () => {
    expect(on(changed(10))).toEqual(lost(2));
    expect(on(changed(10), told(12, 10, 0), changed(20))).toEqual(lost(4));
    expect(on(changed(10), changed(20), told(25, 20, 0))).toEqual(lost(2));
  });

  it('need not be told after a day, nor before they take effect', () => {
    expect(judged(day + 11, [changed(10)])).toEqual([]);
    expect(judged(day + 10, [changed(10)])).toHaveLength(1);
    expect(on(changed(10, 200_000))).toEqual([]);
  });

  it('are told too early before the commit, or before they take effect', () => {
    expect(on(told(9, 5, 0), changed(10, 5), told(12, 5, 1))).toEqual(lost(2, 3));
    expect(on(changed(10, 5_000), told(4_999, 5_000, 0), told(5_000, 5_000, 1))).toEqual(lost(2, 3));
  });

  it('are not told if they were never committed', () => {
    expect(on(changed(10), told(12, 10, 0), told(20, 15, 1))).toEqual(lost(4));
  });

  it('of one thing are told in their order, in one partition; repeats say nothing', () => {
    const two = [changed(10), changed(20)];
    expect(on(...two, told(21, 20, 0), told(22, 10, 1))).toEqual(lost(4, 5));
    expect(on(...two, told(21, 10, 0), told(22, 20, 1), told(23, 10, 2, 0))).toEqual([]);
    expect(on(...two, told(21, 10, 0), told(22, 20, 0, 1, 1))).toEqual(lost(4, 5));
  });

  it('may come late from an instance that was stopped with them in its hands', () => {
    expect(on(changed(10), stopped(11), changed(20), told(21, 20, 0), told(22, 10, 1))).toEqual([]);
    expect(on(changed(10), changed(20), told(21, 20, 0), told(22, 10, 1), stopped(23))).toEqual(lost(4, 5));
  });

  it('that take effect by themselves may overtake what was refused before', () => {
    const [later, now] = [changed(10, 30), changed(20)];
    expect(on(later, now, told(31, 30, 0), told(32, 20, 1))).toEqual([]);
  });

  it('of a service of which the history tells none are not judged', () => {
    expect(on(told(12, 10, 0))).toEqual([]);
  });
});
