import { describe, expect, it } from '@jest/globals';
import { standardChinese } from './standard-chinese.ts';

describe('a text of somebody who speaks a dialect', () => {
  it.each([
    ['唔该帮我取消咗佢', '请帮我取消了它'],
    ['系啊', '是啊'],
    ['俺昨儿个买的手机不想要咧', '我昨天买的手机不想要了'],
    ['我嘅快递去咗边度', '我的快递去了哪里'],
    ['地址写错了咋整', '地址写错了怎么办'],
    ['侬帮我查一下', '你帮我查一下'],
  ])('%s: %s', (text, standard) => {
    expect(standardChinese(text)).toBe(standard);
  });

  it('leaves alone what everybody writes', () => {
    const text = '系统升级了吗？联系客服，一系列问题都没解决，取消订单 ORD-2024-0051';
    expect(standardChinese(text)).toBe(text);
  });
});
