// Original file: protos/turnfleet/pricing/v1/pricing.proto

/**
 * Why a coupon does not apply.
 */
export const CouponRejectionReason = {
  /**
   * Never sent.
   */
  COUPON_REJECTION_REASON_UNSPECIFIED: 'COUPON_REJECTION_REASON_UNSPECIFIED',
  /**
   * There is no such coupon.
   */
  COUPON_REJECTION_REASON_UNKNOWN: 'COUPON_REJECTION_REASON_UNKNOWN',
  /**
   * It was valid once.
   */
  COUPON_REJECTION_REASON_EXPIRED: 'COUPON_REJECTION_REASON_EXPIRED',
  /**
   * It will be valid later.
   */
  COUPON_REJECTION_REASON_NOT_YET_VALID: 'COUPON_REJECTION_REASON_NOT_YET_VALID',
  /**
   * The price is below its minimum.
   */
  COUPON_REJECTION_REASON_BELOW_MINIMUM: 'COUPON_REJECTION_REASON_BELOW_MINIMUM',
  /**
   * It is for other levels.
   */
  COUPON_REJECTION_REASON_WRONG_LEVEL: 'COUPON_REJECTION_REASON_WRONG_LEVEL',
  /**
   * It cannot be combined with the reduction that is already there.
   */
  COUPON_REJECTION_REASON_NOT_COMBINABLE: 'COUPON_REJECTION_REASON_NOT_COMBINABLE',
  /**
   * It is for another currency.
   */
  COUPON_REJECTION_REASON_WRONG_CURRENCY: 'COUPON_REJECTION_REASON_WRONG_CURRENCY',
} as const;

/**
 * Why a coupon does not apply.
 */
export type CouponRejectionReason =
  /**
   * Never sent.
   */
  | 'COUPON_REJECTION_REASON_UNSPECIFIED'
  | 0
  /**
   * There is no such coupon.
   */
  | 'COUPON_REJECTION_REASON_UNKNOWN'
  | 1
  /**
   * It was valid once.
   */
  | 'COUPON_REJECTION_REASON_EXPIRED'
  | 2
  /**
   * It will be valid later.
   */
  | 'COUPON_REJECTION_REASON_NOT_YET_VALID'
  | 3
  /**
   * The price is below its minimum.
   */
  | 'COUPON_REJECTION_REASON_BELOW_MINIMUM'
  | 4
  /**
   * It is for other levels.
   */
  | 'COUPON_REJECTION_REASON_WRONG_LEVEL'
  | 5
  /**
   * It cannot be combined with the reduction that is already there.
   */
  | 'COUPON_REJECTION_REASON_NOT_COMBINABLE'
  | 6
  /**
   * It is for another currency.
   */
  | 'COUPON_REJECTION_REASON_WRONG_CURRENCY'
  | 7

/**
 * Why a coupon does not apply.
 */
export type CouponRejectionReason__Output = typeof CouponRejectionReason[keyof typeof CouponRejectionReason]
