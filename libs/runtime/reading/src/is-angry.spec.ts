import { describe, expect, it } from '@jest/globals';
import { isAngry } from './is-angry.ts';

describe('angry words', () => {
  it.each([
    '你们这是什么垃圾客服',
    '我要打12315投诉你们!',
    '气死我了,都三天了',
    '真是受够了',
    '再不处理我就找律师',
    '骗子!退钱',
    'This is ridiculous, I have been waiting for weeks',
    'I am SICK AND TIRED of this stupid bot',
    'You scammers!',
    'My lawyer will call you',
    'fucking answer me',
  ])('are heard in %s', (text) => expect(isAngry(text)).toBe(true));

  it.each([
    '我要投诉,商品有质量问题',
    '我要退货,不想要了',
    '这款垃圾桶还有货吗?',
    '订单太慢了,能快点吗',
    '有人工客服吗',
    'I want to complain about a broken phone',
    'Is the trash can in stock?',
    'Do you have the Ridge lamp?',
    'My order is late, please hurry',
    'Can I return this?',
  ])('are none in %s', (text) => expect(isAngry(text)).toBe(false));
});
