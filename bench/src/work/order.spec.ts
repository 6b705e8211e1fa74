import { describe, expect, it } from '@jest/globals';
import { OrderChecker } from './order.ts';

type Step = readonly [key: string, begins: number | 'ends'];

function reportOf(...steps: readonly Step[]) {
  const checker = new OrderChecker();
  for (const [key, what] of steps)
    if (what === 'ends') checker.end(key);
    else checker.begin(key, what);
  return checker.report();
}

describe('order checker', () => {
  it('finds nothing when keys overlap and each keeps its order', () => {
    expect(reportOf(['a', 0], ['b', 0], ['a', 'ends'], ['a', 1], ['b', 'ends'], ['b', 1])).toEqual({
      outOfOrder: 0,
      repeated: 0,
    });
  });

  it('counts a message that began while its predecessor ran', () => {
    expect(reportOf(['a', 0], ['a', 1]).outOfOrder).toBe(1);
  });

  it('counts every message that overtook another, and not the one overtaken', () => {
    const overtaken: Step[] = [
      ['a', 1],
      ['a', 'ends'],
      ['a', 2],
      ['a', 'ends'],
      ['a', 0],
      ['a', 'ends'],
      ['a', 3],
    ];
    expect(reportOf(...overtaken)).toEqual({ outOfOrder: 2, repeated: 0 });
  });

  it('tells a repetition from a wrong order', () => {
    const again: Step[] = [
      ['a', 0],
      ['a', 'ends'],
      ['a', 1],
      ['a', 'ends'],
      ['a', 0],
      ['a', 'ends'],
      ['a', 2],
    ];
    expect(reportOf(...again)).toEqual({ outOfOrder: 0, repeated: 1 });
  });

  it('tells a caller whether a message begins for the first time', () => {
    const checker = new OrderChecker();
    expect([checker.begin('a', 1), checker.begin('a', 0), checker.begin('a', 1), checker.begin('a', 2)]).toEqual([
      true,
      true,
      false,
      true,
    ]);
  });
});
