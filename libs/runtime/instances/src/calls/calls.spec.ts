import { describe, expect, it } from '@jest/globals';
import { Bulkhead } from './bulkhead.ts';
import { Durations } from './durations.ts';
import { HedgeBudget } from './hedge-budget.ts';

describe('second attempts', () => {
  it('are at most one in twenty calls', () => {
    const budget = new HedgeBudget();
    let hedged = 0;
    for (let call = 1; call <= 1_000; call++) {
      budget.called();
      if (budget.take()) hedged++;
      expect(hedged).toBeLessThanOrEqual(call / 20);
    }
    expect(hedged).toBe(50);
  });

  it('are ten at most after a long quiet time', () => {
    const budget = new HedgeBudget();
    for (let call = 0; call < 10_000; call++) budget.called();
    expect(Array.from({ length: 20 }, () => budget.take()).filter(Boolean)).toHaveLength(10);
  });
});

describe('the durations of a method', () => {
  it('have a 95th percentile as soon as there are twenty, of the last 128', () => {
    const durations = new Durations();
    for (let i = 1; i < 20; i++) durations.add(i);
    expect(durations.p95()).toBeNull();
    durations.add(20);
    expect(durations.p95()).toBe(19);
    for (let i = 0; i < 128; i++) durations.add(500);
    expect(durations.p95()).toBe(500);
  });
});

describe('a bulkhead', () => {
  it('lets so many in, lets some wait, and refuses the others at once', async () => {
    const bulkhead = new Bulkhead(2, 1);
    const end = Promise.withResolvers<string>();
    const { signal } = new AbortController();
    const inside = [1, 2, 3].map(() => bulkhead.run(() => end.promise, signal));
    expect(bulkhead.waiting).toBe(1);
    await expect(bulkhead.run(() => end.promise, signal)).rejects.toMatchObject({ kind: 'overloaded' });
    end.resolve('done');
    expect(await Promise.all(inside)).toEqual(['done', 'done', 'done']);
    expect(bulkhead.waiting).toBe(0);
  });

  it('lets go of who waited in vain', async () => {
    const bulkhead = new Bulkhead(1, 1);
    const end = Promise.withResolvers<void>();
    const first = bulkhead.run(() => end.promise, new AbortController().signal);
    const late = new AbortController();
    const second = bulkhead.run(async () => undefined, late.signal);
    late.abort();
    await expect(second).rejects.toMatchObject({ kind: 'cancelled' });
    expect(bulkhead.waiting).toBe(0);
    end.resolve();
    await first;
  });
});
