import { describe, expect, it } from '@jest/globals';
import { spread } from './spread.ts';

describe('a time that is spread', () => {
  it.each([
    [0, 500],
    [0.5, 1_000],
    [0.9999, 1_499],
  ])('around a second is, by chance %d, %d ms', (chance, ms) => {
    expect(spread(1_000, () => chance)).toBe(ms);
  });
});
