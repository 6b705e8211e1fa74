import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type Language, languageOf } from './language-of.ts';

const table: readonly (readonly [text: string, language: Language])[] = [
  ['这款手机多少钱', 'zh'],
  ['iPhone 15 Pro Max 有货吗', 'zh'],
  ['SKU-2024-888 多少钱?', 'zh'],
  ['ORD-2024-0012', 'unknown'],
  ['Where is ORD-2024-0012?', 'en'],
  ['Do you ship to 上海?', 'en'],
  ['我想 return this jacket because it does not fit me at all, 可以吗?请告诉我怎么办', 'mixed'],
  ['返品したいです', 'ja'],
  ['送料はいくらですか', 'ja'],
  ['배송은 얼마나 걸리나요?', 'ko'],
  ['12345', 'unknown'],
  ['👍', 'unknown'],
  ['ＯＫ', 'en'],
  ['这个の价格是多少', 'zh'],
];

describe('languageOf', () => {
  it.each(table)('tells %s', (text, language) => {
    expect(languageOf(text)).toBe(language);
  });

  it('tells 97 in a hundred messages that somebody else wrote', () => {
    const lines = readFileSync(join(import.meta.dirname, '../../training/languages.tsv'), 'utf8')
      .trim()
      .split('\n');
    const wrong = lines.filter((line) => {
      const [language, text = ''] = line.split('\t');
      return languageOf(text) !== language;
    });
    expect(lines.length).toBeGreaterThanOrEqual(200);
    expect(wrong.length / lines.length).toBeLessThanOrEqual(0.03);
  });
});
