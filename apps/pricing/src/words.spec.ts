import { describe, expect, it } from '@jest/globals';
import { parseAmount } from './amount.ts';
import type { CouponRule } from './rules.ts';
import { couponWords, levelWords, rejectionWords } from './words.ts';

const rule: CouponRule = {
  code: 'SAVE100',
  off: { amount: parseAmount('100') },
  currency: 'CNY',
  minimum: parseAmount('1000'),
  cap: null,
  validFrom: Date.parse('2024-01-01T00:00:00+08:00'),
  validUntil: Date.parse('2024-09-01T00:00:00+08:00'),
  levels: ['silver', 'gold'],
  combinable: true,
};

describe('the words of a rule', () => {
  it('hold its figures in both languages', () => {
    expect(couponWords(rule)).toEqual({
      zh: '优惠券 SAVE100:满 1000 CNY 减 100 CNY',
      en: 'Coupon SAVE100: 100 CNY off from 1000 CNY',
    });
    expect(couponWords({ ...rule, off: { points: 2_000 }, minimum: 0n, cap: parseAmount('300') })).toEqual({
      zh: '优惠券 SAVE100:减 20%,最多减 300 CNY',
      en: 'Coupon SAVE100: 20% off, at most 300 CNY',
    });
    expect(levelWords({ level: 'silver', name: { zh: '银卡会员', en: 'Silver member' }, points: 550 })).toEqual({
      zh: '银卡会员优惠 5.5%',
      en: 'Silver member discount of 5.5%',
    });
  });

  it.each([
    ['expired', '优惠券 SAVE100 已于 2024-08-31 过期。', 'Coupon SAVE100 expired on 2024-08-31.'],
    ['not_yet_valid', '优惠券 SAVE100 从 2024-01-01 起可用。', 'Coupon SAVE100 is valid from 2024-01-01 on.'],
    ['below_minimum', '优惠券 SAVE100 需满 1000 CNY 才能使用。', 'Coupon SAVE100 needs a price of at least 1000 CNY.'],
    [
      'wrong_level',
      '优惠券 SAVE100 仅限银卡会员、金卡会员使用。',
      'Coupon SAVE100 is only for silver members and gold members.',
    ],
  ] as const)('say why it is %s', (reason, zh, en) => {
    expect(rejectionWords(reason, rule.code, rule)).toEqual({ zh, en });
  });
});
