import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assignSticky } from './sticky-assignment.ts';

describe('assignSticky', () => {
  it('gives everything to the only member', () => {
    expect(assignSticky(3, [{ id: 'a', has: [] }])).toEqual(new Map([['a', [0, 1, 2]]]));
  });

  it('takes from the old member no more than the new one is due', () => {
    const shares = assignSticky(4, [
      { id: 'new', has: [] },
      { id: 'old', has: [0, 1, 2, 3] },
    ]);
    expect(shares).toEqual(
      new Map([
        ['new', [2, 3]],
        ['old', [0, 1]],
      ]),
    );
  });

  it('is even, complete and moves as little as evenness allows, whatever members had', () => {
    const holder = fc.array(fc.integer({ min: -2, max: 30 }), { maxLength: 30 });
    const groups = fc.array(holder, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 24 }), groups, (partitions, had) => {
        const shares = assignSticky(
          partitions,
          had.map((has, id) => ({ id, has })),
        );
        const counts = [...shares.values()].map((share) => share.length);
        expect([...shares.values()].flat().sort((a, b) => a - b)).toEqual([...Array(partitions).keys()]);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        const fewest = Math.floor(partitions / had.length);
        const claimed = new Set<number>();
        for (const [id, has] of had.entries()) {
          const own = [...new Set(has)].filter((one) => one >= 0 && one < partitions && !claimed.has(one));
          for (const one of own) claimed.add(one);
          const kept = own.filter((one) => shares.get(id)?.includes(one));
          expect(kept.length).toBeGreaterThanOrEqual(Math.min(own.length, fewest));
        }
      }),
    );
  });
});
