import { describe, expect, it } from '@jest/globals';
import { check } from '../checker/check.ts';
import { makePlan } from '../sim/plan/make-plan.ts';
import type { Plan } from '../sim/plan/plan.ts';
import { shrink } from './shrink.ts';

const kept = { history: [], report: check([]) };

/** As if a promise were broken by every plan of which `breaks` holds. */
const judging = (breaks: (plan: Plan) => boolean) => async (plan: Plan) =>
  breaks(plan)
    ? { ...kept, report: { ...kept.report, verdicts: [{ code: 'lost', sentence: 'It is gone.', lines: [] } as const] } }
    : kept;

describe('shrinking a failing plan', () => {
  it('keeps nothing but what the failure needs', async () => {
    const plan = makePlan(3, 60);
    const [needed] = plan.faults;
    expect(needed).toBeDefined();
    const breaks = ({ turns, faults }: Plan): boolean =>
      turns.some(({ turnId }) => turnId === 't-17') && faults.some((fault) => fault === needed);

    const shrunk = await shrink(plan, 'lost', judging(breaks));

    expect(shrunk.plan.turns.map(({ turnId }) => turnId)).toEqual(['t-17']);
    expect(shrunk.plan.turns[0]).toMatchObject({ form: 'plain', script: { faults: [], steps: [], words: 1 } });
    expect(shrunk.plan.faults).toEqual([needed]);
    expect(shrunk.plan).toMatchObject({ readers: [], workers: 1, partitions: 1, ingresses: 1, coalesceMs: 0 });
  });

  it('leaves a plan as it is that does not fail any more', async () => {
    const plan = makePlan(3, 20);
    expect(
      (
        await shrink(
          plan,
          'lost',
          judging(() => false),
        )
      ).plan,
    ).toBe(plan);
  });
});
