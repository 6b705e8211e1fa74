import { describe, expect, it } from '@jest/globals';
import { barText, judge } from './bar.ts';

describe('bars', () => {
  it('says what was reached', () => {
    expect(barText(judge({ what: 'ratio', atLeast: 12 }, 12.44))).toBe('ratio: 12.4, at least 12: reached');
    expect(barText(judge({ what: 'p99', atMost: 1.1 }, 1.1))).toBe('p99: 1.1, at most 1.1: reached');
  });

  it('says by how much a value fell short, in both directions', () => {
    expect(barText(judge({ what: 'ideal', atLeast: 0.8 }, 0.6))).toBe('ideal: 0.6, at least 0.8: short by 0.2 (25 %)');
    expect(barText(judge({ what: 'p99', atMost: 2 }, 3))).toBe('p99: 3, at most 2: short by 1 (50 %)');
  });

  it('does not judge what was not measured', () => {
    expect(barText(judge({ what: 'ratio', atLeast: 2 }, null))).toBe('ratio: not measured (at least 2)');
  });

  it('is short, not reached, when there is no number', () => {
    expect(judge({ what: 'ratio', atLeast: 2 }, Number.NaN).verdict).toBe('short');
  });
});
