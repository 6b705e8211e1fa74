// Original file: protos/turnfleet/pricing/v1/pricing.proto

import type { CouponRejectionReason as _turnfleet_pricing_v1_CouponRejectionReason, CouponRejectionReason__Output as _turnfleet_pricing_v1_CouponRejectionReason__Output } from '../../../turnfleet/pricing/v1/CouponRejectionReason.ts';
import type { LocalizedText as _turnfleet_text_v1_LocalizedText, LocalizedText__Output as _turnfleet_text_v1_LocalizedText__Output } from '../../../turnfleet/text/v1/LocalizedText.ts';

/**
 * A coupon that does not apply.
 */
export interface CouponRejection {
  /**
   * Why, for programs.
   */
  'reason'?: (_turnfleet_pricing_v1_CouponRejectionReason);
  /**
   * The coupon's code as given.
   */
  'code'?: (string);
  /**
   * Why, in words, with the figures that matter.
   */
  'description'?: (_turnfleet_text_v1_LocalizedText | null);
}

/**
 * A coupon that does not apply.
 */
export interface CouponRejection__Output {
  /**
   * Why, for programs.
   */
  'reason': (_turnfleet_pricing_v1_CouponRejectionReason__Output);
  /**
   * The coupon's code as given.
   */
  'code': (string);
  /**
   * Why, in words, with the figures that matter.
   */
  'description': (_turnfleet_text_v1_LocalizedText__Output | null);
}
