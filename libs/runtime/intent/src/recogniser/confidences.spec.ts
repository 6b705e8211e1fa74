import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '@turnfleet/core/testing';
import { confidencesOf, fitSharpness } from './confidences.ts';

describe('confidences', () => {
  it('sum to one and keep the order of the margins', () => {
    const confidences = confidencesOf(Float64Array.of(-1, 0.5, 0.2), 3);
    expect(confidences.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 12);
    expect([...confidences].map((one, at) => ({ one, at })).sort((a, b) => b.one - a.one)[0]?.at).toBe(1);
  });

  it('stand any margin', () => {
    expect([...confidencesOf(Float64Array.of(1e6, -1e6), 64)]).toEqual([1, 0]);
  });

  it('find the sharpness by which labels were drawn', () => {
    const random = seededRandom(7);
    const judged = Array.from({ length: 4_000 }, () => {
      const margins = Float64Array.from({ length: 4 }, () => 2 * random() - 1);
      const confidences = confidencesOf(margins, 5);
      let left = random();
      const label = confidences.findIndex((one) => (left -= one) < 0);
      return { margins, label };
    });
    expect(fitSharpness(judged)).toBeGreaterThan(4.5);
    expect(fitSharpness(judged)).toBeLessThan(5.5);
  });
});
