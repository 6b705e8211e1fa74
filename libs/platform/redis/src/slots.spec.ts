import { describe, expect, it } from '@jest/globals';
import { slotRanges } from './cluster-layout.ts';
import { slotOf } from './slots.ts';

describe('slots of a Redis Cluster', () => {
  it.each([
    ['123456789', 12_739],
    ['foo', 12_182],
    ['{user1000}.following', 3_443],
    ['{user1000}.followers', 3_443],
    ['foo{{bar}}zap', 4_015],
    ['', 0],
  ])('are those of the specification: %s', (key, slot) => {
    expect(slotOf(key)).toBe(slot);
  });

  it('take a tag only if it is not empty', () => {
    expect(slotOf('foo{}{bar}')).not.toBe(slotOf('bar'));
  });

  it('belong to the node that was asked where it does not know its own name', () => {
    const answer = [
      [0, 99, ['10.0.0.1', 6_379, 'id-a', []], ['10.0.0.2', 6_379, 'id-b', []]],
      [100, 16_383, [null, 6_380, 'id-c', []]],
    ];
    expect(slotRanges(answer, 'redis.example')).toEqual([
      { first: 0, last: 99, place: '10.0.0.1:6379' },
      { first: 100, last: 16_383, place: 'redis.example:6380' },
    ]);
  });
});
