import { expect, it } from '@jest/globals';
import { anew, type Measured, ours, peer, resultOf } from './result.ts';
import { toolsText } from './text.ts';

const one = (contender: string, cpuMicrosPerStep: number, p99WithSlowMs: number): Measured => ({
  ...{ contender, cpuMicrosPerStep, p99WithSlowMs },
  ...{ overSlowest: 1.05, p99Ms: 10 },
});
const result = resultOf(
  [
    ...[one(ours, 100, 10), one(anew, 500, 12), one(peer, 450, 40)],
    ...[one(ours, 50, 10), one(anew, 500, 14), one(peer, 450, 40)],
  ],
  2,
);

it('compares round by round, and judges by the bars', () => {
  expect(result.bars.map(({ value, verdict }) => [Number(value?.toFixed(2)), verdict])).toEqual([
    [6.75, 'reached'],
    [1.05, 'reached'],
    [1.3, 'reached'],
  ]);
});

it('is told as a table of all contenders', () => {
  for (const name of [ours, anew, peer]) expect(toolsText(result)).toContain(name);
});
