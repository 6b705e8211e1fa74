import { describe, expect, it } from '@jest/globals';
import type { EndedTurn } from './conversation.ts';
import { localeOf, turnLocale } from './turn-locale.ts';

const past = (text: string, locale: string): EndedTurn[] => [{ text, reply: { locale } } as EndedTurn];
const chinese = past('SKU-2024-888 上海有货吗？', 'zh-CN');
const english = past('Is it in stock in Shanghai?', 'en-GB');

describe('the locale of a turn', () => {
  it('is the one it brings, whatever it says', () => {
    expect(turnLocale({ locale: 'fr', text: '有货吗' }, chinese)).toBe('fr');
  });

  it.each(['SKU-2024-801', '北京', 'Beijing', 'ok', 'Thanks!', '好的', 'iPhone 15 有货吗', 'price 多少', '12'])(
    'is that of the conversation for %j, which is in no language or in two',
    (text) => {
      expect([turnLocale({ text }, chinese), turnLocale({ text }, english)]).toEqual(['zh-CN', 'en-GB']);
    },
  );

  it('follows a shopper who goes on in another language', () => {
    expect(turnLocale({ text: 'How much is it?' }, chinese)).toBe('en');
    expect(turnLocale({ text: '这款多少钱？' }, english)).toBe('zh-CN');
  });

  it('keeps what was chosen against the words of the conversation', () => {
    expect(turnLocale({ text: '那北京呢？' }, past('上海有货吗？', 'en'))).toBe('en');
  });

  it.each([
    ['Is SKU-2024-888 in stock in 上海?', 'en'],
    ['SKU-2024-888 在 Guangzhou 有现货吗', 'zh-CN'],
    ['ＳＫＵ－２０２４－８８８ 有货吗', 'zh-CN'],
    ['sku2024888上海有货吗', 'zh-CN'],
    ['SKU-2024-888', 'en'],
    [`${'a'.repeat(8_000)} 有货吗`, 'zh-CN'],
    [`${'.-_'.repeat(2_000)}9`, 'en'],
    ['', 'en'],
  ])('is that of most words where nothing was said before: %j', (text, locale) => {
    expect([localeOf(text), turnLocale({ text }, [])]).toEqual([locale, locale]);
  });
});
