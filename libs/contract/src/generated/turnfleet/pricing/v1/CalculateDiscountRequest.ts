// Original file: protos/turnfleet/pricing/v1/pricing.proto

import type { Money as _google_type_Money, Money__Output as _google_type_Money__Output } from '../../../google/type/Money.ts';
import type { UserLevel as _turnfleet_pricing_v1_UserLevel, UserLevel__Output as _turnfleet_pricing_v1_UserLevel__Output } from '../../../turnfleet/pricing/v1/UserLevel.ts';

/**
 * A price and what may reduce it.
 */
export interface CalculateDiscountRequest {
  /**
   * Price before discounts.
   */
  'original_price'?: (_google_type_Money | null);
  /**
   * Level of the shopper; regular if left out.
   */
  'user_level'?: (_turnfleet_pricing_v1_UserLevel);
  /**
   * Coupon the shopper wants to use, e.g. WELCOME10; empty for none.
   */
  'coupon_code'?: (string);
}

/**
 * A price and what may reduce it.
 */
export interface CalculateDiscountRequest__Output {
  /**
   * Price before discounts.
   */
  'original_price': (_google_type_Money__Output | null);
  /**
   * Level of the shopper; regular if left out.
   */
  'user_level': (_turnfleet_pricing_v1_UserLevel__Output);
  /**
   * Coupon the shopper wants to use, e.g. WELCOME10; empty for none.
   */
  'coupon_code': (string);
}
