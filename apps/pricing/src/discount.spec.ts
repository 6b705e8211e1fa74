import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { amountText, minorUnit, parseAmount, share } from './amount.ts';
import { combine, discount, type NamedCoupon, type Price, type Reduction } from './discount.ts';
import { type CouponRule, type LevelRule, type Rules, userLevels } from './rules.ts';

const now = Date.parse('2026-01-01T00:00:00Z');
const day = 86_400_000;

const level = (points: number, name: LevelRule['level'] = 'gold'): LevelRule => ({
  level: name,
  name: { zh: '金卡会员', en: 'Gold member' },
  points,
});
const rules = (points: number, cap = 4_000): Rules => ({ level: level(points), cap });
const cny = (amount: string): Price => ({ currency: 'CNY', amount: parseAmount(amount) });

function coupon(rule: Partial<CouponRule> = {}): NamedCoupon {
  const always = { validFrom: now - day, validUntil: now + day, levels: [], combinable: true, cap: null, minimum: 0n };
  return { code: 'TEST', rule: { code: 'TEST', off: { points: 1_000 }, currency: 'CNY', ...always, ...rule } };
}

const lines = ({ reductions }: { reductions: readonly Reduction[] }) =>
  reductions.map(({ kind, amount }) => [kind, amountText(amount)]);

describe('discount', () => {
  it('leaves a price alone that nothing reduces', () => {
    expect(discount(cny('100'), rules(0), null, now)).toEqual({
      final: parseAmount('100'),
      reductions: [],
      rejection: null,
    });
  });

  it('works both reductions out from the original price', () => {
    const quote = discount(cny('1000'), rules(1_000), coupon({ off: { points: 2_000 } }), now);
    expect(lines(quote)).toEqual([
      ['level', '100'],
      ['coupon', '200'],
    ]);
    expect(amountText(quote.final)).toBe('700');
  });

  it('takes off no more than a coupon allows', () => {
    const quote = discount(cny('10000'), rules(0), coupon({ off: { points: 2_000 }, cap: parseAmount('300') }), now);
    expect(lines(quote)).toEqual([['coupon', '300']]);
  });

  it('takes off no more than everything together may, cutting the coupon', () => {
    const quote = discount(cny('100'), rules(1_000, 4_000), coupon({ off: { points: 6_000 } }), now);
    expect(lines(quote)).toEqual([
      ['level', '10'],
      ['coupon', '30'],
    ]);
  });

  it.each([
    ['unknown', { code: 'NOPE', rule: undefined }],
    ['expired', coupon({ validUntil: now })],
    ['not_yet_valid', coupon({ validFrom: now + 1 })],
    ['wrong_currency', coupon({ currency: 'USD' })],
    ['wrong_level', coupon({ levels: ['silver'] })],
    ['below_minimum', coupon({ minimum: parseAmount('100.01') })],
    ['not_combinable', coupon({ off: { points: 900 }, combinable: false })],
    ['not_combinable', coupon({ off: { points: 1_000 }, combinable: false })],
  ] as const)('gives %s as the reason, and the level discount all the same', (reason, given) => {
    const quote = discount(cny('100'), rules(1_000), given, now);
    expect(quote.rejection).toMatchObject({ reason, code: given.code });
    expect(quote.rejection?.description.zh).toMatch(/\p{Script=Han}/u);
    expect(lines(quote)).toEqual([['level', '10']]);
  });

  it('lets a coupon that may not be combined replace the level discount when it takes off more', () => {
    const quote = discount(cny('100'), rules(1_000), coupon({ off: { points: 1_500 }, combinable: false }), now);
    expect(lines(quote)).toEqual([['coupon', '15']]);
    expect(quote.rejection).toBeNull();
  });

  it('takes a coupon that may not be combined where there is no level discount', () => {
    const quote = discount(cny('100'), rules(0), coupon({ off: { points: 100 }, combinable: false }), now);
    expect(lines(quote)).toEqual([['coupon', '1']]);
  });

  it('is valid from its first instant and until just before its last', () => {
    const given = coupon({ validFrom: now, validUntil: now + 1 });
    expect(discount(cny('100'), rules(0), given, now).rejection).toBeNull();
    expect(discount(cny('100'), rules(0), given, now + 1).rejection?.reason).toBe('expired');
  });
});

const price = fc.record({
  currency: fc.constantFrom('CNY', 'JPY', 'USD'),
  amount: fc.bigInt({ min: 0n, max: 10n ** 20n }),
});
const points = fc.integer({ min: 0, max: 10_000 });
const anyCoupon = fc
  .record({
    off: fc.oneof(fc.record({ points }), fc.record({ amount: fc.bigInt({ min: 0n, max: 10n ** 20n }) })),
    currency: fc.constantFrom('CNY', 'JPY'),
    minimum: fc.bigInt({ min: 0n, max: 10n ** 19n }),
    cap: fc.option(fc.bigInt({ min: 0n, max: 10n ** 19n })),
    validFrom: fc.integer({ min: now - 2 * day, max: now + day }),
    validUntil: fc.integer({ min: now - day, max: now + 2 * day }),
    levels: fc.subarray([...userLevels]),
    combinable: fc.boolean(),
  })
  .map(coupon);
const anyRules = fc.record({ level: points.map((given) => level(given)), cap: points });

describe('every discount', () => {
  it('is the original price less the reductions listed, each positive, never below zero, never above the cap', () => {
    fc.assert(
      fc.property(price, anyRules, fc.option(anyCoupon), (given, by, named) => {
        const quote = discount(given, by, named, now);
        const total = quote.reductions.reduce((sum, { amount }) => sum + amount, 0n);
        expect(quote.final).toBe(given.amount - total);
        expect(quote.final >= 0n).toBe(true);
        expect(total <= share(given.amount, by.cap, given.currency)).toBe(true);
        expect(quote.reductions.every(({ amount }) => amount > 0n)).toBe(true);
      }),
    );
  });

  it('never costs the shopper more with a coupon than without', () => {
    fc.assert(
      fc.property(price, anyRules, anyCoupon, (given, by, named) => {
        expect(discount(given, by, named, now).final <= discount(given, by, null, now).final).toBe(true);
      }),
    );
  });

  it('is the same whatever order the reductions come in', () => {
    const reduction = (kind: 'level' | 'coupon') =>
      fc
        .bigInt({ min: 1n, max: 10n ** 20n })
        .map((amount) => ({ kind, code: kind, amount, description: { zh: '', en: '' } }));
    fc.assert(
      fc.property(price, points, reduction('level'), reduction('coupon'), (given, cap, first, second) => {
        expect(combine(given, [second, first], null, { cap })).toEqual(combine(given, [first, second], null, { cap }));
      }),
    );
  });

  it('in whole minor units gives whole minor units', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), anyRules, (units, by) => {
        const unit = minorUnit('CNY');
        const { final } = discount({ currency: 'CNY', amount: units * unit }, by, null, now);
        expect(final % unit).toBe(0n);
      }),
    );
  });
});
