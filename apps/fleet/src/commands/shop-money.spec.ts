import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fenText, moneyFrom } from './shop-money.ts';

it('reads yuan as they are typed', () => {
  expect(moneyFrom('6299')).toEqual({ currency_code: 'CNY', units: '6299', nanos: 0 });
  expect(moneyFrom('6299.1')).toEqual({ currency_code: 'CNY', units: '6299', nanos: 100_000_000 });
  expect(moneyFrom('0.05')).toEqual({ currency_code: 'CNY', units: '0', nanos: 50_000_000 });
});

it.each(['', '-1', '6,299', '1e3', '1.234', '¥5', '٣'])('refuses %j', (text) => {
  expect(() => moneyFrom(text)).toThrow('no amount of yuan');
});

it('shows what it read', () => {
  fc.assert(
    fc.property(fc.nat(999_999_999), fc.nat(99), (yuan, fen) => {
      const { units, nanos } = moneyFrom(`${yuan}.${String(fen).padStart(2, '0')}`);
      const shown = fenText({ currency_code: 'CNY', units: String(units), nanos: Number(nanos) });
      expect(Number(shown.replace(/[¥,]/g, ''))).toBeCloseTo(yuan + fen / 100, 2);
    }),
  );
});
