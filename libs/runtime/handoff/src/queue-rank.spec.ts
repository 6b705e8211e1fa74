import { expect, it } from '@jest/globals';
import { queueRank } from './queue-rank.ts';

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
