import { describe, expect, it } from '@jest/globals';
import { waitSecondsOf } from './schemas.ts';

describe('waitSecondsOf', () => {
  it.each([
    [undefined, 0],
    ['', 0],
    ['wait=10', 10],
    ['respond-async, WAIT = 5', 5],
    ['wait=5; foo=bar', 5],
    ['wait="7"', 7],
    ['wait=600', 60],
    ['wait=5, wait=9', 5],
    ['wait=soon', 0],
    ['wait=-1', 0],
    ['wait=1.5', 0],
    ['waiting=5', 0],
  ])('reads %j as %d', (header, seconds) => {
    expect(waitSecondsOf(header)).toBe(seconds);
  });
});
