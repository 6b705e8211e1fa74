import { describe, expect, it } from '@jest/globals';
import { backoff } from './backoff.ts';

describe('the rest after a failure', () => {
  it('doubles from the first pause up to the longest', () => {
    const pauses = [1, 2, 3, 4, 5, 6].map((failures) => backoff({ firstMs: 100, longestMs: 2_000 }, failures));
    expect(pauses).toEqual([100, 200, 400, 800, 1_600, 2_000]);
  });

  it('stays the longest, however many failures follow', () => {
    expect(backoff({ firstMs: 100, longestMs: 10_000 }, 5_000)).toBe(10_000);
  });
});
