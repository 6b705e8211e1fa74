import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { play, user } from '../testing.ts';
import { entitiesIn } from './entities.ts';
import { languageOf } from './language.ts';

describe('sums of money', () => {
  it.each([
    ['五千元以下', '5000'],
    ['两千五以内', '2500'],
    ['一千零五元以下', '1005'],
    ['不超过3万', '30000'],
    ['预算1.5k', '1500'],
    ['under ¥1,299.50', '1299.50'],
    ['less than 300 yuan', '300'],
  ])('%s is at most %s', (text, value) => {
    expect(entitiesIn(text).ceiling).toEqual({ currency: 'CNY', value });
  });

  it.each(['3天以内', 'within 30 days', '100公里以内'])('%s is no sum', (text) => {
    expect(entitiesIn(text).ceiling).toBeNull();
  });
});

describe('coupons', () => {
  it.each([
    ['用WELCOME10券', 'WELCOME10'],
    ['coupon code welcome10', 'WELCOME10'],
    ['用优惠券SPRING', 'SPRING'],
    ['SAVE100能减多少', 'SAVE100'],
  ])('%s names %s', (text, code) => {
    expect(entitiesIn(text).coupon).toBe(code);
  });

  it.each(['RTX4090 多少钱', 'SKU-2024-888 coupon', 'iPhone15', 'ORD-2024-0003 有优惠券吗'])(
    '%s names none',
    (text) => {
      expect(entitiesIn(text).coupon).toBeNull();
    },
  );
});

describe('the language of a message', () => {
  it.each([
    ['iPhone 手机多少钱', 'zh'],
    ['Is it in stock in 上海?', 'en'],
    ['SKU-2024-888 上海', null],
    ['SKU-2024-888 price in 上海 please', 'en'],
  ])('%s → %s', (text, language) => {
    expect(languageOf(text)).toBe(language);
  });
});

describe('any text at all', () => {
  it('is answered', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        expect(typeof play([user(text)]).text).toBe('string');
      }),
      { numRuns: 200 },
    );
  });
});
