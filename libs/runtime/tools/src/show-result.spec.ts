import { describe, expect, it } from '@jest/globals';
import { descriptorSet } from '@turnfleet/contract/grpc';
import type { MessageShape } from './shape.ts';
import { showResult } from './show-result.ts';
import { toolsFrom } from './tools-from.ts';

const tools = toolsFrom(descriptorSet);
const listener = { locale: 'zh-CN', timeZone: 'Asia/Shanghai', now: Date.parse('2026-11-30T22:00:00Z') };
const outputOf = (name: string): MessageShape => tools.find((tool) => tool.name === name)?.output ?? { fields: [] };

describe('showResult', () => {
  it('speaks the vocabulary that models were offered and leaves out what is absent', () => {
    const shown = showResult(
      outputOf('calculate_discount'),
      {
        original_price: { currency_code: 'CNY', units: '4999', nanos: 0 },
        final_price: { currency_code: 'CNY', units: '4499', nanos: 100_000_000 },
        reductions: [
          {
            kind: 'REDUCTION_KIND_COUPON',
            code: 'WELCOME10',
            amount: { currency_code: 'CNY', units: '499', nanos: 900_000_000 },
          },
        ],
        coupon_rejection: null,
      },
      listener,
    );
    expect(shown).toEqual({
      original_price: { amount: '4999.00', currency: 'CNY', text: '¥4,999' },
      final_price: { amount: '4499.10', currency: 'CNY', text: '¥4,499.10' },
      reductions: [
        { kind: 'coupon', code: 'WELCOME10', amount: { amount: '499.90', currency: 'CNY', text: '¥499.90' } },
      ],
    });
  });

  it('says an instant beside itself as the shopper is to read it', () => {
    const estimate = { earliest_time: '2026-12-02T01:00:00Z', latest_time: 'soon', in_stock: true };
    expect(showResult(outputOf('estimate_delivery'), estimate, listener)).toEqual({
      ...estimate,
      earliest_time_local: '12月2日（周三）上午9点',
    });
    expect(showResult(outputOf('estimate_delivery'), estimate, { ...listener, locale: 'en' })).toMatchObject({
      earliest_time_local: 'Wed, Dec 2, 9 am',
    });
  });

  it('keeps of a text in both languages the one of the shopper, at any depth', () => {
    const events = [{ time: '2026-12-02T01:00:00Z', description: { zh: '包裹已签收', en: 'Delivered' } }];
    const shown = (locale: string) => showResult(outputOf('track_shipment'), { events }, { ...listener, locale });
    expect(shown('zh-CN')['events']).toMatchObject([
      { description: '包裹已签收', time_local: '12月2日（周三）上午9点' },
    ]);
    expect(shown('fr')['events']).toMatchObject([{ description: 'Delivered' }]);
    const half = { events: [{ description: { zh: '包裹已签收', en: '' } }] };
    expect(showResult(outputOf('track_shipment'), half, { ...listener, locale: 'en' })).toEqual({
      events: [{ description: '包裹已签收' }],
    });
  });

  it('keeps zero, false and the empty string: they are answers', () => {
    expect(showResult(outputOf('check_inventory'), { total: 0, warehouses: [], city: '' }, listener)).toEqual({
      total: 0,
      warehouses: [],
      city: '',
    });
  });
});
