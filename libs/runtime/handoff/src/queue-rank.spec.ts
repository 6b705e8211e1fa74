import { expect, it } from '@jest/globals';
import { queueRank, ranksSince } from './queue-rank.ts';

it('serves priority first, then level, then who has waited longest', () => {
  const early = '2026-01-01T00:00:00.000Z';
  const late = '2026-01-01T09:00:00.000Z';
  const served = [
    { priority: 1, level: 'gold', since: late },
    { priority: 1, level: 'silver', since: late },
    { priority: 1, level: 'regular', since: late },
    { priority: 2, level: 'gold', since: early },
    { priority: 2, level: 'gold', since: late },
    { priority: 2, level: null, since: early },
    { priority: 2, level: 'regular', since: late },
    { priority: 3, level: 'gold', since: early },
  ] as const;
  const ranks = served.map(queueRank);
  expect(ranks.toSorted((a, b) => a - b)).toEqual(ranks);
  expect(Math.max(...ranks)).toBeLessThan(Number.MAX_SAFE_INTEGER);
});

it('has those of one priority who wait since a time or before in a range for each level', () => {
  const since = '2026-01-01T00:00:00.000Z';
  const at = Date.parse(since);
  const isIn = (rank: number): boolean => ranksSince(2, at).some(([first, last]) => first <= rank && rank <= last);
  for (const level of ['gold', 'silver', 'regular', null] as const) {
    expect(isIn(queueRank({ priority: 2, level, since }))).toBe(true);
    expect(isIn(queueRank({ priority: 2, level, since: '2026-01-01T00:00:00.001Z' }))).toBe(false);
    expect(isIn(queueRank({ priority: 1, level, since }))).toBe(false);
    expect(isIn(queueRank({ priority: 3, level, since }))).toBe(false);
  }
});
