// Original file: protos/turnfleet/pricing/v1/pricing.proto

import type { Money as _google_type_Money, Money__Output as _google_type_Money__Output } from '../../../google/type/Money.ts';
import type { Reduction as _turnfleet_pricing_v1_Reduction, Reduction__Output as _turnfleet_pricing_v1_Reduction__Output } from '../../../turnfleet/pricing/v1/Reduction.ts';
import type { CouponRejection as _turnfleet_pricing_v1_CouponRejection, CouponRejection__Output as _turnfleet_pricing_v1_CouponRejection__Output } from '../../../turnfleet/pricing/v1/CouponRejection.ts';

/**
 * The price after discounts, and how it came about.
 */
export interface CalculateDiscountResponse {
  /**
   * Price that was given.
   */
  'original_price'?: (_google_type_Money | null);
  /**
   * original_price less all reductions, never below zero.
   */
  'final_price'?: (_google_type_Money | null);
  /**
   * In the order in which they were applied.
   */
  'reductions'?: (_turnfleet_pricing_v1_Reduction)[];
  /**
   * Why the coupon was not applied; absent if it was, or if there was none.
   */
  'coupon_rejection'?: (_turnfleet_pricing_v1_CouponRejection | null);
}

/**
 * The price after discounts, and how it came about.
 */
export interface CalculateDiscountResponse__Output {
  /**
   * Price that was given.
   */
  'original_price': (_google_type_Money__Output | null);
  /**
   * original_price less all reductions, never below zero.
   */
  'final_price': (_google_type_Money__Output | null);
  /**
   * In the order in which they were applied.
   */
  'reductions': (_turnfleet_pricing_v1_Reduction__Output)[];
  /**
   * Why the coupon was not applied; absent if it was, or if there was none.
   */
  'coupon_rejection': (_turnfleet_pricing_v1_CouponRejection__Output | null);
}
