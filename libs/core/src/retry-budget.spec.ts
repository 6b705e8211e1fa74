import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RetryBudget } from './retry-budget.ts';

const takeAll = (budget: RetryBudget): number => {
  let taken = 0;
  while (budget.take()) taken++;
  return taken;
};

describe('RetryBudget', () => {
  it('gives its size at once and then nothing, however often it is asked', () => {
    const budget = new RetryBudget(3);

    expect(takeAll(budget)).toBe(3);
    expect(budget.take()).toBe(false);
  });

  it('earns one retry back by a number of calls that went well', () => {
    const budget = new RetryBudget(3, 0.25);
    takeAll(budget);

    for (let call = 0; call < 4; call++) budget.succeeded();

    expect(takeAll(budget)).toBe(1);
  });

  it('earns a retry by ten calls that go well, and holds no more than its size', () => {
    const budget = new RetryBudget(2);
    const taken = (): boolean[] => [budget.take(), budget.take(), budget.take()];

    expect(taken()).toEqual([true, true, false]);
    for (let calls = 0; calls < 11; calls++) budget.succeeded();
    expect(taken()).toEqual([true, false, false]);
    for (let calls = 0; calls < 100; calls++) budget.succeeded();
    expect(taken()).toEqual([true, true, false]);
  });

  it('retries multiplied beyond the share of good calls', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 300 }), (steps) => {
        const budget = new RetryBudget(5, 0.125);
        let good = 0;
        let taken = 0;
        for (const succeeds of steps) {
          if (succeeds) good++;
          if (succeeds) budget.succeeded();
          else if (budget.take()) taken++;
        }
        expect(taken).toBeLessThanOrEqual(5 + good * 0.125);
      }),
    );
  });
});
