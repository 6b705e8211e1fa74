import type { pricing } from '@turnfleet/contract/grpc';
import { type Clock, TurnfleetError } from '@turnfleet/core';
import { type GrpcService, grpcService, timestampOf } from '@turnfleet/service-kit';
import { canonicalCode } from '@turnfleet/shop';
import { moneyOf, nanosOf } from './amount.ts';
import { discount, type Quote, type Rejection } from './discount.ts';
import type { PricingRepository } from './pricing-repository.ts';
import type { RejectionReason } from './rejection-reason.ts';
import type { UserLevel } from './rules.ts';

export function pricingService(prices: PricingRepository, clock: Clock): GrpcService {
  return grpcService('turnfleet.pricing.v1.PricingService', {
    CalculateDiscount: async ({ original_price, user_level, coupon_code }, { deadline }) => {
      if (!original_price) throw invalid('original_price', 'must be given');
      const level = levels[user_level];
      if (!level) throw invalid('user_level', 'must be regular, silver or gold');
      const code = canonicalCode(coupon_code);
      const rules = await prices.rulesFor(level, deadline.signal);
      const coupon = code === '' ? null : { code, rule: await prices.coupon(code, deadline.signal) };
      const price = { currency: original_price.currency_code, amount: nanosOf(original_price) };
      return { original_price, ...quoteMessage(price.currency, discount(price, rules, coupon, clock.now())) };
    },
    EndCoupon: async ({ coupon_code, end_time }, { deadline }) => {
      const code = canonicalCode(coupon_code);
      const endsAt = Number(end_time?.seconds ?? 0) * 1_000 + Math.floor((end_time?.nanos ?? 0) / 1e6);
      const ended = await prices.endCoupon(code, endsAt, clock.now(), deadline.signal);
      if (!ended)
        throw new TurnfleetError('not_found', `There is no coupon ${code}.`, {
          resource: { type: 'coupon', name: code },
        });
      return { coupon_code: code, end_time: timestampOf(ended.validUntil) };
    },
  });
}

/** The number of an enum value that this version does not know comes through as it is. */
const levels: Readonly<Partial<Record<string, UserLevel>>> = {
  USER_LEVEL_UNSPECIFIED: 'regular',
  USER_LEVEL_REGULAR: 'regular',
  USER_LEVEL_SILVER: 'silver',
  USER_LEVEL_GOLD: 'gold',
};

const kinds = { level: 'REDUCTION_KIND_LEVEL', coupon: 'REDUCTION_KIND_COUPON' } as const;

const reasons = {
  unknown: 'COUPON_REJECTION_REASON_UNKNOWN',
  expired: 'COUPON_REJECTION_REASON_EXPIRED',
  not_yet_valid: 'COUPON_REJECTION_REASON_NOT_YET_VALID',
  below_minimum: 'COUPON_REJECTION_REASON_BELOW_MINIMUM',
  wrong_level: 'COUPON_REJECTION_REASON_WRONG_LEVEL',
  not_combinable: 'COUPON_REJECTION_REASON_NOT_COMBINABLE',
  wrong_currency: 'COUPON_REJECTION_REASON_WRONG_CURRENCY',
} as const satisfies Record<RejectionReason, pricing.CouponRejectionReason>;

function quoteMessage(currency: string, { final, reductions, rejection }: Quote) {
  return {
    final_price: moneyOf(currency, final),
    reductions: reductions.map(({ kind, code, amount, description }) => ({
      kind: kinds[kind],
      code,
      amount: moneyOf(currency, amount),
      description,
    })),
    coupon_rejection: rejection && rejectionMessage(rejection),
  };
}

const rejectionMessage = ({ reason, code, description }: Rejection): pricing.CouponRejection => ({
  reason: reasons[reason],
  code,
  description,
});

function invalid(field: string, description: string): TurnfleetError {
  return new TurnfleetError('invalid_request', `The request is not valid: ${field} ${description}.`, {
    violations: [{ field, description }],
  });
}
