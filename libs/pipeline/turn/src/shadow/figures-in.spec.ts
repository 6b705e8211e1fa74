import { describe, expect, it } from '@jest/globals';
import { figuresIn } from './shadow-of-turn.ts';

describe('the figures that a text states', () => {
  it.each([
    ['SKU-2024-888 现价¥5,999.00,上海有128件。', ['128', '5999']],
    ['It costs 5999 yuan; 128 left, of which 12.5 % are reserved.', ['12.5', '128', '5999']],
    ['订单 U123456 的快递 SF1029384756 明天到。', []],
    ['１２８ 件', ['128']],
    ['3 and 3 again', ['3']],
    ['', []],
  ])('of %p are %p', (text, figures) => {
    expect(figuresIn(text)).toEqual(figures);
  });
});
