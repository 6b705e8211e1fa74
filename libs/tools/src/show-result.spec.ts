import { describe, expect, it } from '@jest/globals';
import { descriptorSet } from '@turnfleet/contract/grpc';
import type { MessageShape } from './shape.ts';
import { masked, showResult } from './show-result.ts';
import { toolsFrom } from './tools-from.ts';

const tools = toolsFrom(descriptorSet);
const outputOf = (name: string): MessageShape => tools.find((tool) => tool.name === name)?.output ?? { fields: [] };

describe('showResult', () => {
  it('speaks the vocabulary that models were offered and leaves out what is absent', () => {
    const shown = showResult(outputOf('calculate_discount'), {
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
    });
    expect(shown).toEqual({
      original_price: { amount: '4999.00', currency: 'CNY' },
      final_price: { amount: '4499.10', currency: 'CNY' },
      reductions: [{ kind: 'coupon', code: 'WELCOME10', amount: { amount: '499.90', currency: 'CNY' } }],
    });
  });

  it('keeps zero, false and the empty string: they are answers', () => {
    expect(showResult(outputOf('check_inventory'), { total: 0, warehouses: [], city: '' })).toEqual({
      total: 0,
      warehouses: [],
      city: '',
    });
  });
});

describe('masked', () => {
  it('hides what the proto says is personal', () => {
    expect(masked(outputOf('track_shipment'), { order_id: 'ORD-1', tracking_number: 'SF123456789' })).toEqual({
      order_id: 'ORD-1',
      tracking_number: '****6789',
    });
    expect(masked(outputOf('track_shipment'), { tracking_number: '123' })).toEqual({ tracking_number: '****' });
  });
});
