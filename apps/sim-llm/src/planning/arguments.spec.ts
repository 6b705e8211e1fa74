import { describe, expect, it } from '@jest/globals';
import type { ModelTool } from '@turnfleet/model';
import { fill } from './arguments.ts';

function toolWith(properties: object, required: readonly string[] = [], rest: object = {}): ModelTool {
  return { name: 't', description: '', parameters: { type: 'object', properties, required, ...rest } };
}

const fifty = { currency: 'CNY', value: '50.5' };

describe('arguments', () => {
  it('are named as the offered schema names them', () => {
    const tool = toolWith({ productSku: { type: 'string' }, destination_city: { type: 'string' } });
    expect(fill(tool, { sku: 'SKU-1', city: '上海' }).args).toEqual({ productSku: 'SKU-1', destination_city: '上海' });
  });

  it('write a sum of money in the shape the schema wants', () => {
    const priceAs = (schema: object, rest: object = {}): unknown =>
      fill(toolWith({ original_price: schema }, [], rest), { originalPrice: fifty }).args['original_price'];
    const money = { type: 'object', properties: { units: { type: 'string' } } };
    expect(priceAs({ type: 'number' })).toBe(50.5);
    expect(priceAs({ type: 'string' })).toBe('50.5');
    expect(priceAs(money)).toEqual({ currency_code: 'CNY', units: '50', nanos: 500_000_000 });
    expect(priceAs({ type: 'object', properties: { units: { type: 'integer' } } })).toMatchObject({ units: 50 });
    expect(priceAs({ $ref: '#/$defs/Money' }, { $defs: { Money: { type: 'number' } } })).toBe(50.5);
    expect(priceAs({ anyOf: [{ type: 'null' }, { type: 'number' }] })).toBe(50.5);
  });

  it('choose the value an enum offers', () => {
    const tool = toolWith({ user_level: { type: 'string', enum: ['USER_LEVEL_REGULAR', 'USER_LEVEL_GOLD'] } });
    expect(fill(tool, { level: 'gold' }).args).toEqual({ user_level: 'USER_LEVEL_GOLD' });
  });

  it('tell which required ones nobody gave, but let a coupon be blank', () => {
    const tool = toolWith({ sku: {}, city: {}, coupon_code: {} }, ['sku', 'city', 'coupon_code']);
    expect(fill(tool, { sku: 'SKU-1' })).toEqual({ args: { sku: 'SKU-1', coupon_code: '' }, missing: ['city'] });
  });
});
