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
      zh: '优惠券 SAVE100（满¥1,000减¥100）',
      en: 'Coupon SAVE100 (¥100 off from ¥1,000 on)',
    });
    expect(couponWords({ ...rule, off: { points: 2_000 }, minimum: 0n, cap: parseAmount('300') })).toEqual({
      zh: '优惠券 SAVE100（减20%，最多减¥300）',
      en: 'Coupon SAVE100 (20% off, at most ¥300)',
    });
    expect(levelWords({ level: 'silver', name: { zh: '银卡会员', en: 'Silver member' }, points: 550 })).toEqual({
      zh: '银卡会员优惠（5.5%）',
      en: 'Silver member discount (5.5%)',
    });
  });

  it('write sums as prices are written, never as a bare code', () => {
    const odd = { ...rule, off: { amount: parseAmount('9.5') }, minimum: 0n };
    expect(couponWords(odd).zh).toBe('优惠券 SAVE100（减¥9.50）');
    expect(couponWords({ ...odd, currency: 'USD' }).en).toBe('Coupon SAVE100 (USD 9.50 off)');
  });

  it.each([
    ['expired', '优惠券 SAVE100 已于2024年8月31日过期。', 'Coupon SAVE100 expired on Aug 31, 2024.'],
    ['not_yet_valid', '优惠券 SAVE100 从2024年1月1日起可用。', 'Coupon SAVE100 is valid from Jan 1, 2024 on.'],
    ['below_minimum', '优惠券 SAVE100 需满¥1,000才能使用。', 'Coupon SAVE100 needs a price of at least ¥1,000.'],
    ['wrong_currency', '优惠券 SAVE100 仅适用于人民币价格。', 'Coupon SAVE100 is only for prices in Chinese Yuan.'],
    [
      'wrong_level',
      '优惠券 SAVE100 仅限银卡会员、金卡会员使用。',
      'Coupon SAVE100 is only for silver members and gold members.',
    ],
  ] as const)('say why it is %s', (reason, zh, en) => {
    expect(rejectionWords(reason, rule.code, rule)).toEqual({ zh, en });
  });
});
