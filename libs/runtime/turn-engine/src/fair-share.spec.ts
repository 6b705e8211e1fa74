import { describe, expect, it } from '@jest/globals';
import { type Priority, priorityWeights } from '@turnfleet/contract/schemas';
import fc from 'fast-check';
import { FairShare } from './fair-share.ts';

interface Waiting {
  readonly sharer: string;
  readonly priority: Priority;
  readonly rank: number;
}

/** Sharers that always have something waiting; counts how often each is served in so many turns. */
function serve(sharers: readonly Omit<Waiting, 'rank'>[], turns: number): number[] {
  const share = new FairShare();
  const heads = sharers.map((sharer) => ({ ...sharer, rank: share.enter(sharer) }));
  const served = sharers.map(() => 0);
  for (let i = 0; i < turns; i++) {
    const next = heads.reduce((best, one) => (one.rank < best.rank ? one : best));
    const at = heads.indexOf(next);
    share.serve(next.rank);
    served[at] = (served[at] ?? 0) + 1;
    heads[at] = { ...next, rank: share.enter(next) };
  }
  return served;
}

describe('the shares of sharers', () => {
  it('are those of their weights, as long as all wait', () => {
    const sharers = [1, 2, 3].map((priority) => ({ sharer: 'acme', priority: priority as Priority }));
    expect(serve(sharers, 1_300)).toEqual([800, 400, 100]);
  });

  it('are never apart by more than a turn of each, whichever sharers wait', () => {
    const sharer = fc.record({
      sharer: fc.string({ minLength: 1, maxLength: 3 }),
      priority: fc.constantFrom<Priority>(1, 2, 3),
    });
    const sharers = fc.uniqueArray(sharer, {
      ...{ minLength: 2, maxLength: 8, selector: (one) => `${one.sharer}/${one.priority}` },
    });
    fc.assert(
      fc.property(sharers, fc.integer({ min: 1, max: 500 }), (all, turns) => {
        const served = serve(all, turns).map((count, i) => count / priorityWeights[all[i]?.priority ?? 2]);
        const most = 1 / Math.min(...all.map(({ priority }) => priorityWeights[priority]));
        expect(Math.max(...served) - Math.min(...served)).toBeLessThanOrEqual(2 * most + 1e-9);
      }),
    );
  });

  it('leave a newcomer nothing of what a flood has queued before it', () => {
    const share = new FairShare();
    const flood = Array.from({ length: 1_000 }, () => share.enter({ sharer: 'flood', priority: 2 }));
    for (const rank of flood.slice(0, 10)) share.serve(rank);
    const newcomer = share.enter({ sharer: 'acme', priority: 2 });
    expect(Math.min(...flood.slice(10))).toBeGreaterThan(newcomer);
  });

  it('are not made up for: who did not wait has nothing saved', () => {
    const share = new FairShare();
    for (let i = 0; i < 100; i++) share.serve(share.enter({ sharer: 'busy', priority: 2 }));
    const late = share.enter({ sharer: 'late', priority: 2 });
    expect(share.enter({ sharer: 'busy', priority: 2 })).toBeCloseTo(late);
  });

  it('do not count what went to another worker', () => {
    const share = new FairShare();
    const acme = { sharer: 'acme', priority: 2 as const };
    const before = share.enter(acme);
    for (let i = 0; i < 50; i++) share.enter(acme);
    for (let i = 0; i < 50; i++) share.leave(acme);
    expect(share.enter(acme)).toBeCloseTo(before + 1 / priorityWeights[2]);
  });
});
