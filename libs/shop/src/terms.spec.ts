import { describe, expect, it } from '@jest/globals';
import { indexTerms, queryTerms } from './terms.ts';

describe('indexTerms', () => {
  it.each([
    ['蓝牙耳机', ['蓝', '牙', '耳', '机', '蓝牙', '牙耳', '耳机']],
    ['Wireless Headphones for the office', ['wireless', 'headphone', 'office']],
    ['X1 手机', ['x1', '手', '机', '手机']],
    ['SKU-2024-888', ['sku-2024-888']],
    ['5G 5G', ['5g']],
    ['ABC', ['abc']],
    ['', []],
  ])('of %j are %j', (text, terms) => {
    expect(indexTerms(text)).toEqual(terms);
  });
});

describe('queryTerms', () => {
  it.each([
    ['蓝牙耳机', ['蓝牙', '牙耳', '耳机']],
    ['表', ['表']],
    ['find me a phone, please', ['phone']],
    ['sku-2024-888有货吗', ['sku-2024-888', '有货', '货吗']],
  ])('of %j are %j', (text, terms) => {
    expect(queryTerms(text)).toEqual(terms);
  });

  it('are among those a text is found by, so that every text finds itself', () => {
    for (const text of ['星澜 X1 Ultra 典藏版 手机 1 TB', '头戴式电竞耳机,低延迟环绕声', 'Over-ear gaming headset']) {
      expect(indexTerms(text)).toEqual(expect.arrayContaining(queryTerms(text)));
    }
  });
});
