import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { priceOf, pricePerToken, worstCaseOf } from './price.ts';
import { formatUsd, parseUsd, sumUsd } from './usd.ts';

const price = (perMillion: string): bigint => {
  const perToken = pricePerToken(perMillion);
  if (perToken === null) throw new Error(`${perMillion} is no price`);
  return perToken;
};
const deepSeek = { input: price('0.10'), cachedInput: price('0.01'), output: price('0.42') };

describe('money', () => {
  it.each(['0', '3', '0.1', '0.000000000001', '999999999.999999999999'])('says %s as it was read', (text) => {
    expect(formatUsd(parseUsd(text) ?? -1n)).toBe(text);
  });

  it.each(['', '-1', '1e3', '.5', '1.', '1,5', '0x1', ' 1', '0.0000000000001', 'NaN'])('refuses "%s"', (text) => {
    expect(parseUsd(text)).toBeNull();
  });

  it('refuses a price that is no whole number of trillionths per token', () => {
    expect(pricePerToken('0.000001')).toBe(1n);
    expect(pricePerToken('0.0000001')).toBeNull();
  });

  it('adds up a million calls without losing a trillionth', () => {
    const call = priceOf({ inputTokens: 1, outputTokens: 1 }, deepSeek);
    expect(formatUsd(call * 1_000_000n)).toBe('0.52');
  });

  it('costs the same in parts and as a whole', () => {
    const tokens = fc.record({ inputTokens: fc.nat(1e6), outputTokens: fc.nat(1e6) });
    fc.assert(
      fc.property(fc.array(tokens, { maxLength: 30 }), (calls) => {
        const whole = {
          inputTokens: calls.reduce((sum, { inputTokens }) => sum + inputTokens, 0),
          outputTokens: calls.reduce((sum, { outputTokens }) => sum + outputTokens, 0),
        };
        expect(sumUsd(calls.map((call) => priceOf(call, deepSeek)))).toBe(priceOf(whole, deepSeek));
      }),
    );
  });

  it('bills cached input at its own price, and never more of it than there was input', () => {
    expect(formatUsd(priceOf({ inputTokens: 1_000, outputTokens: 0, cachedTokens: 400 }, deepSeek))).toBe('0.000064');
    expect(formatUsd(priceOf({ inputTokens: 1_000, outputTokens: 0, cachedTokens: 9_999 }, deepSeek))).toBe('0.00001');
  });

  it('reserves at least what any answer to a call can cost', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.nat(1e5), fc.nat(1e5), fc.nat(1e6), (input, most, output, cachedTokens) => {
        const billed = { inputTokens: input, outputTokens: Math.min(most, output), cachedTokens };
        expect(worstCaseOf(input, most, deepSeek) >= priceOf(billed, deepSeek)).toBe(true);
      }),
    );
  });
});
