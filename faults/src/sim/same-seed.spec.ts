import { describe, expect, it } from '@jest/globals';
import { lineOf } from '../history/write-history.ts';
import { makePlan } from './plan/make-plan.ts';
import { runPlan } from './run-plan.ts';

const linesOf = async (seed: number): Promise<string[]> => (await runPlan(makePlan(seed, 30))).map(lineOf);

describe('a simulated run', () => {
  it.each([1, 2, 3])('is the same, byte for byte, each time seed %i is run', async (seed) => {
    const first = await linesOf(seed);
    await linesOf(seed + 100);
    expect(await linesOf(seed)).toEqual(first);
  });

  it('is another one under another seed', async () => {
    expect(await linesOf(1)).not.toEqual(await linesOf(2));
  });
});
