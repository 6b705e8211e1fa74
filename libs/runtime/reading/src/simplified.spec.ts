import { describe, expect, it } from '@jest/globals';
import { simplified } from './simplified.ts';

describe('a text in simplified characters', () => {
  it.each([
    ['我想取消昨天下單的小滿平板', '我想取消昨天下单的小满平板'],
    ['好的，麻煩您了', '好的，麻烦您了'],
    ['請問我的訂單到哪裡了？還沒收到', '请问我的订单到哪里了？还没收到'],
    ['地址寫錯了，改到廣州天河區體育西路12號', '地址写错了，改到广州天河区体育西路12号'],
    ['我要換貨，質量問題，手錶壞了', '我要换货，质量问题，手表坏了'],
    ['轉人工，開發票', '转人工，开发票'],
    ['電飯鍋沒有聲響，難用', '电饭锅没有声响，难用'],
  ])('%s: %s', (text, plain) => {
    expect(simplified(text)).toBe(plain);
  });

  it('leaves alone what is simplified', () => {
    const text = '极光 观象 星澜 青禾 海岳 净域 平板 笔记本 东西 优惠 库存 重新 取消订单 X1 Ultra';
    expect(simplified(text)).toBe(text);
  });
});
