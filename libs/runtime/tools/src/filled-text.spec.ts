import { describe, expect, it } from '@jest/globals';
import { descriptorSet } from '@turnfleet/contract/grpc';
import { unknownFieldsIn } from './filled-text.ts';
import { questionText, type Tool, toldText } from './tool.ts';
import { toolsFrom } from './tools-from.ts';

const to = (locale: string) => ({ locale, timeZone: 'Asia/Shanghai', now: Date.parse('2026-01-05T00:00:00Z') });
const tools = toolsFrom(descriptorSet);
const tool = (name: string): Tool => {
  const found = tools.find((one) => one.name === name);
  if (!found) throw new Error(`no tool ${name}`);
  return found;
};
const reserve = tool('reserve_stock');

describe('the texts of a tool that the shopper has to confirm', () => {
  it('ask with the figures of the call, in the shopper’s language', () => {
    const args = { sku: 'SKU-2024-888', city: '上海', quantity: 2 };
    expect(questionText(reserve, args, to('zh-CN'))).toContain('预留 2 件 SKU-2024-888，从离上海最近的仓库开始');
    expect(questionText(reserve, args, to('en-GB'))).toContain('reserve 2 × SKU-2024-888');
  });

  it('tell what was done with the figures of the result, times as the shop tells them', () => {
    const result = {
      reservation_id: 'R-1',
      sku: 'SKU-2024-888',
      city: '上海',
      quantity: 2,
      expire_time: '2026-01-05T20:15:59.123Z',
    };
    expect(toldText(reserve, {}, result, to('zh-CN'))).toContain('预留号 R-1，保留至 1月6日（周二）凌晨4:15');
    expect(toldText(reserve, {}, result, to('en'))).toContain('kept until Tue, Jan 6, 4:15 am');
  });

  it('hide personal data', () => {
    const track = tool('track_shipment');
    const spelled = { ...track, confirmation: { question: {}, done: { en: 'Number {tracking_number}.' } } };
    expect(toldText(spelled, {}, { tracking_number: 'SF1234567890' }, to('en'))).toBe('Number ****7890.');
  });

  it('can show plain fields only', () => {
    expect(unknownFieldsIn('{sku} {warehouses} {expire_time} {nobody}', reserve.output)).toEqual([
      'warehouses',
      'nobody',
    ]);
    const product = tool('get_product_info').output;
    expect(unknownFieldsIn('{product.price} {product.name} {product.specs} {product}', product)).toEqual([
      'product.specs',
      'product',
    ]);
  });
});

describe('the answer of a tool to a plain question', () => {
  const price = (units: string, nanos = 0) => ({
    product: {
      sku: 'SKU-1',
      name: { zh: '星云手机', en: 'Nebula phone' },
      price: { currency_code: 'CNY', units, nanos },
    },
  });
  const product = tool('get_product_info');
  const stock = tool('check_inventory');
  const shipment = tool('track_shipment');

  it('tells money and names in the shopper’s language', () => {
    expect(toldText(product, {}, price('3999'), to('zh-CN'))).toContain('星云手机（SKU-1）的标价是 ¥3,999，');
    expect(toldText(product, {}, price('99', 500_000_000), to('en'))).toContain('Nebula phone (SKU-1)');
    expect(toldText(product, {}, price('99', 500_000_000), to('en'))).toContain('¥99.50.');
  });

  it('tells of nothing what is not there, and a zero as a zero', () => {
    const none = { sku: 'SKU-1', city: '上海', total: 0, warehouses: [] };
    expect(toldText(stock, {}, none, to('zh-CN'))).toBe('SKU-1 现在共有 0 件可售（从上海看，所有仓库合计）。');
    expect(toldText(stock, {}, { ...none, restock_time: '2026-01-06T02:00:00Z' }, to('zh-CN'))).toContain(
      '下一批预计 1月6日（周二）上午10点（北京时间）到货。',
    );
  });

  it('tells a status in words, and no personal data', () => {
    const result = { order_id: 'ORD-1', status: 'SHIPMENT_STATUS_IN_TRANSIT', tracking_number: 'SF1234567890' };
    expect(toldText(shipment, {}, result, to('zh-CN'))).toBe('订单 ORD-1：运输中。运单号：****7890。');
    expect(toldText(shipment, {}, result, to('en'))).toBe('Order ORD-1: on its way. Tracking number: ****7890.');
  });

  it('names what was asked for where the result does not repeat it', () => {
    const times = { earliest_time: '2026-01-06T02:00:00Z', latest_time: '2026-01-07T02:00:00Z' };
    const asked = { sku: 'SKU-1', city: 'Shanghai' };
    expect(toldText(tool('estimate_delivery'), asked, times, to('en'))).toBe(
      'Ordered now, SKU-1 would arrive in Shanghai between Tue, Jan 6, 10 am and Wed, Jan 7, 10 am (Beijing time).',
    );
  });
});
