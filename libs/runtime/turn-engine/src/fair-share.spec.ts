import { describe, expect, it } from '@jest/globals';
import { type Priority, priorityWeights } from '@turnfleet/contract/schemas';
import fc from 'fast-check';
import { FairShare } from './fair-share.ts';

interface Waiting {
  readonly flow: string;
  readonly priority: Priority;
  readonly rank: number;
}

/** Flows that always have something waiting; counts how often each is served in so many turns. */
function serve(flows: readonly Omit<Waiting, 'rank'>[], turns: number): number[] {
  const share = new FairShare();
  const heads = flows.map((flow) => ({ ...flow, rank: share.enter(flow) }));
  const served = flows.map(() => 0);
  for (let i = 0; i < turns; i++) {
    const next = heads.reduce((best, one) => (one.rank < best.rank ? one : best));
    const at = heads.indexOf(next);
    share.serve(next.rank);
    served[at] = (served[at] ?? 0) + 1;
    heads[at] = { ...next, rank: share.enter(next) };
  }
  return served;
}

describe('the shares of flows', () => {
  it('are those of their weights, as long as all wait', () => {
    const flows = [1, 2, 3].map((priority) => ({ flow: 'acme', priority: priority as Priority }));
    expect(serve(flows, 1_300)).toEqual([800, 400, 100]);
  });

  it('are never apart by more than a turn of each, whichever flows wait', () => {
    const flow = fc.record({
      flow: fc.string({ minLength: 1, maxLength: 3 }),
      priority: fc.constantFrom<Priority>(1, 2, 3),
    });
    const flows = fc.uniqueArray(flow, {
      ...{ minLength: 2, maxLength: 8, selector: (one) => `${one.flow}/${one.priority}` },
    });
    fc.assert(
      fc.property(flows, fc.integer({ min: 1, max: 500 }), (all, turns) => {
        const served = serve(all, turns).map((count, i) => count / priorityWeights[all[i]?.priority ?? 2]);
        const most = 1 / Math.min(...all.map(({ priority }) => priorityWeights[priority]));
        expect(Math.max(...served) - Math.min(...served)).toBeLessThanOrEqual(2 * most + 1e-9);
      }),
    );
  });

  it('leave a newcomer nothing of what a flood has queued before it', () => {
    const share = new FairShare();
    const flood = Array.from({ length: 1_000 }, () => share.enter({ flow: 'flood', priority: 2 }));
    for (const rank of flood.slice(0, 10)) share.serve(rank);
    const newcomer = share.enter({ flow: 'acme', priority: 2 });
    expect(flood.slice(10).filter((rank) => rank < newcomer).length).toBeLessThanOrEqual(1);
  });

  it('are not made up for: who did not wait has nothing saved', () => {
    const share = new FairShare();
    for (let i = 0; i < 100; i++) share.serve(share.enter({ flow: 'busy', priority: 2 }));
    const late = share.enter({ flow: 'late', priority: 2 });
    expect(share.enter({ flow: 'busy', priority: 2 })).toBeCloseTo(late);
  });

  it('do not count what went to another worker', () => {
    const share = new FairShare();
    const acme = { flow: 'acme', priority: 2 as const };
    const before = share.enter(acme);
    for (let i = 0; i < 50; i++) share.enter(acme);
    for (let i = 0; i < 50; i++) share.leave(acme);
    expect(share.enter(acme)).toBeCloseTo(before + 1 / priorityWeights[2]);
  });
});
