import { describe, expect, it } from '@jest/globals';
import { descriptorSet } from '@turnfleet/contract/grpc';
import { unknownFieldsIn } from './filled-text.ts';
import { doneText, questionText, type Tool } from './tool.ts';
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
    expect(doneText(reserve, result, to('zh-CN'))).toContain('预留号 R-1，保留至 1月6日（周二）凌晨4:15');
    expect(doneText(reserve, result, to('en'))).toContain('kept until Tue, Jan 6, 4:15 am');
  });

  it('hide personal data', () => {
    const track = tool('track_shipment');
    const spelled = { ...track, confirmation: { question: {}, done: { en: 'Number {tracking_number}.' } } };
    expect(doneText(spelled, { tracking_number: 'SF1234567890' }, to('en'))).toBe('Number ****7890.');
  });

  it('can show plain fields only', () => {
    expect(unknownFieldsIn('{sku} {warehouses} {expire_time} {nobody}', reserve.output)).toEqual([
      'warehouses',
      'nobody',
    ]);
  });
});
