import { describe, expect, it } from '@jest/globals';
import { dimensions, growth, type Point } from './points.ts';
import { type Measured, resultOf } from './result.ts';
import { growthText } from './text.ts';

/** Two rounds at every point; the second is on a machine half as fast. */
function measured(cpuAt: (point: Point) => number, outOfOrder = 0): Measured[] {
  return [1, 2].flatMap((slower) =>
    dimensions.flatMap((dimension) =>
      growth[dimension].map((point) => {
        const cost = { perSecond: 1_000 / slower, cpuMicrosPerMessage: slower * cpuAt(point) };
        return { dimension, point, report: { messages: point.messages, seconds: 1, repeated: 0, outOfOrder, ...cost } };
      }),
    ),
  );
}

describe('the result of growth', () => {
  it('compares the cost of a message with the first of the same round: a slow round is slow for all', () => {
    const result = resultOf(
      measured(({ keys }) => (keys === 100_000 ? 30 : 20)),
      2,
    );
    expect(result.growth.keys.map(({ cost }) => cost)).toEqual(
      [1, 1, 1, 1.5].map((ratio) => ({ median: ratio, min: ratio, max: ratio })),
    );
    expect(result.bars.map(({ verdict }) => verdict)).toEqual(['short', 'reached', 'reached', 'reached']);
  });

  it('shows every point and a broken order', () => {
    const text = growthText(
      resultOf(
        measured(() => 20, 1),
        2,
      ),
    );
    for (const point of ['100,000', '200,000']) expect(text).toContain(point);
    expect(text).toContain('messages out of order: 18, at most 0: short by 18');
  });
});
