import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { pricing } from '@turnfleet/contract/grpc';
import { silentLogger } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import type { App } from '@turnfleet/service-kit';
import { type GrpcCaller, grpcCaller, refusal } from '@turnfleet/testing';
import { compose } from './compose.ts';
import { configSchema } from './config.ts';

let app: App;
let caller: GrpcCaller;

beforeAll(async () => {
  const clock = new ManualClock(Date.parse('2026-01-01T00:00:00Z'));
  app = await compose(configSchema.parse({ PRICING_PORT: '0' }), { clock, logger: silentLogger });
  caller = grpcCaller('turnfleet.pricing.v1.PricingService', app.addresses.grpc ?? '');
});
afterAll(async () => {
  caller.close();
  await app.stop();
});

const cny = (units: number, nanos = 0) => ({ currency_code: 'CNY', units, nanos });
const quote = (request: pricing.CalculateDiscountRequest) =>
  caller.call('CalculateDiscount', request) as Promise<pricing.CalculateDiscountResponse__Output>;

describe('CalculateDiscount', () => {
  it('lists the reductions of a gold member with WELCOME10', async () => {
    const request = { original_price: cny(6_999), user_level: 'USER_LEVEL_GOLD', coupon_code: 'welcome10' } as const;
    expect(await quote(request)).toEqual({
      original_price: { currency_code: 'CNY', units: '6999', nanos: 0 },
      final_price: { currency_code: 'CNY', units: '5599', nanos: 200_000_000 },
      reductions: [
        {
          kind: 'REDUCTION_KIND_LEVEL',
          code: 'gold',
          amount: { currency_code: 'CNY', units: '699', nanos: 900_000_000 },
          description: { zh: '金卡会员优惠（10%）', en: 'Gold member discount (10%)' },
        },
        {
          kind: 'REDUCTION_KIND_COUPON',
          code: 'WELCOME10',
          amount: { currency_code: 'CNY', units: '699', nanos: 900_000_000 },
          description: { zh: '优惠券 WELCOME10（减10%）', en: 'Coupon WELCOME10 (10% off)' },
        },
      ],
      coupon_rejection: null,
    });
  });

  it('takes 100 off from 1,000 with SAVE100', async () => {
    expect((await quote({ original_price: cny(1_000), coupon_code: 'SAVE100' })).final_price).toMatchObject({
      units: '900',
    });
    const below = await quote({ original_price: cny(999, 990_000_000), coupon_code: 'SAVE100' });
    expect(below.coupon_rejection?.reason).toBe('COUPON_REJECTION_REASON_BELOW_MINIMUM');
    expect(below.final_price).toMatchObject({ units: '999', nanos: 990_000_000 });
  });

  it.each([
    ['NOPE', 'UNKNOWN'],
    ['SUMMER2024', 'EXPIRED'],
    ['JUBILEE2099', 'NOT_YET_VALID'],
    ['GOLD50', 'WRONG_LEVEL'],
  ])('tells why %s does not apply', async (code, reason) => {
    const { coupon_rejection } = await quote({ original_price: cny(5_000), coupon_code: code });
    expect(coupon_rejection).toMatchObject({ code, reason: `COUPON_REJECTION_REASON_${reason}` });
  });

  it('treats a shopper without a level as regular', async () => {
    expect((await quote({ original_price: cny(100) })).reductions).toEqual([]);
  });

  it.each<[string, pricing.CalculateDiscountRequest, string]>([
    ['no price', {}, 'original_price'],
    ['a negative price', { original_price: cny(-1) }, 'original_price'],
    ['a price whose signs differ', { original_price: cny(1, -5) }, 'original_price'],
    ['a price without a currency', { original_price: { units: 1 } }, 'original_price'],
    ['too many nanos', { original_price: cny(1, 2_000_000_000) }, 'original_price'],
    ['an unknown level', { original_price: cny(1), user_level: 77 as never }, 'user_level'],
    ['a coupon too long', { original_price: cny(1), coupon_code: 'X'.repeat(65) }, 'coupon_code'],
  ])('refuses %s', async (_what, request, field) => {
    const refused = await refusal(quote(request));
    expect(refused.code).toBe(status.INVALID_ARGUMENT);
    expect(refused.details.violations?.map((violation) => violation.field)).toEqual([field]);
  });
});
