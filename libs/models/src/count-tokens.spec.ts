import { describe, expect, it } from '@jest/globals';
import { countTokens } from './count-tokens.ts';

describe('countTokens', () => {
  it('counts Chinese and English', () => {
    expect(countTokens('')).toBe(0);
    expect(countTokens('Is it in stock?')).toBe(5);
    expect(countTokens('有货')).toBe(2);
  });

  it('takes what looks like a control token as text', () => {
    expect(countTokens('<|endoftext|>')).toBeGreaterThan(1);
  });

  it('gets through the longest message, even of one letter', () => {
    expect(countTokens('a'.repeat(8_000))).toBeGreaterThan(100);
  });
});
