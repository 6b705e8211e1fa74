import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { amountText, minorUnit, moneyOf, nanosOf, parseAmount, share } from './amount.ts';

describe('amounts', () => {
  it('come back from money as they went in', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 27n }), (amount) => {
        const { currency_code, units, nanos } = moneyOf('CNY', amount);
        expect(nanosOf({ currency_code: currency_code ?? '', units: String(units), nanos: nanos ?? 0 })).toBe(amount);
      }),
    );
  });

  it('come back from text as they went in', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 27n }), (amount) =>
        expect(parseAmount(amountText(amount))).toBe(amount),
      ),
    );
  });

  it.each(['', '-1', '1,5', '1.', 'ten', '1e3'])('cannot be read from %j', (text) => {
    expect(() => parseAmount(text)).toThrow('Not an amount');
  });
});

describe('minorUnit', () => {
  it.each([
    ['CNY', '0.01'],
    ['JPY', '1'],
    ['KWD', '0.001'],
  ])('of %s is %s', (currency, unit) => {
    expect(amountText(minorUnit(currency))).toBe(unit);
  });
});

describe('share', () => {
  it.each([
    ['100', 1_000, '10'],
    ['99.99', 1_000, '10'],
    ['0.05', 1_000, '0.01'], // exactly half a fen rounds up
    ['0.04', 1_000, '0'],
    ['33.33', 500, '1.67'],
  ])('of %s at %i basis points is %s', (amount, points, expected) => {
    expect(amountText(share(parseAmount(amount), points, 'CNY'))).toBe(expected);
  });

  it('keeps to whole yen', () => {
    expect(amountText(share(parseAmount('995'), 1_000, 'JPY'))).toBe('100');
  });
});
