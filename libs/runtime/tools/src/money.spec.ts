import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromMoney, toMoney } from './money.ts';

describe('money', () => {
  it('comes back as it went in, to the last digit', () => {
    const cents = fc.bigInt({ min: -(10n ** 15n) + 1n, max: 10n ** 15n - 1n });
    fc.assert(
      fc.property(cents, (value) => {
        const digits = String(value < 0n ? -value : value).padStart(3, '0');
        const amount = `${value < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
        expect(fromMoney(toMoney(amount) ?? {})).toMatchObject({ amount, currency: 'CNY' });
      }),
    );
  });

  it.each([Number.NaN, Infinity, '4,999', '', '1e3', true, null, [], { amount: '5', currency: 'yuan' }])(
    'is not %p',
    (value) => {
      expect(toMoney(value)).toBeUndefined();
    },
  );
});
