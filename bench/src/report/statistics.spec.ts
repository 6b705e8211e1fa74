import { describe, expect, it } from '@jest/globals';
import { quantile, spreadOf } from './statistics.ts';

describe('statistics', () => {
  it('takes the middle of an odd number of values and the mean of the middle two of an even number', () => {
    expect(spreadOf([3, 1, 20])).toEqual({ median: 3, min: 1, max: 20 });
    expect(spreadOf([4, 1, 2, 9]).median).toBe(3);
  });

  it('sorts by value, not by text', () => {
    expect(quantile([10, 9, 100], 1)).toBe(100);
  });

  it('interpolates between ranks', () => {
    expect(quantile([0, 10], 0.99)).toBeCloseTo(9.9);
    expect(quantile([7], 0.99)).toBe(7);
  });

  it('refuses to make a number up', () => {
    expect(() => quantile([], 0.5)).toThrow(RangeError);
  });
});
