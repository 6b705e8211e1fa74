// Original file: protos/turnfleet/pricing/v1/pricing.proto

/**
 * What a reduction was given for.
 */
export const ReductionKind = {
  /**
   * Never sent.
   */
  REDUCTION_KIND_UNSPECIFIED: 'REDUCTION_KIND_UNSPECIFIED',
  /**
   * The shopper's level.
   */
  REDUCTION_KIND_LEVEL: 'REDUCTION_KIND_LEVEL',
  /**
   * A coupon.
   */
  REDUCTION_KIND_COUPON: 'REDUCTION_KIND_COUPON',
} as const;

/**
 * What a reduction was given for.
 */
export type ReductionKind =
  /**
   * Never sent.
   */
  | 'REDUCTION_KIND_UNSPECIFIED'
  | 0
  /**
   * The shopper's level.
   */
  | 'REDUCTION_KIND_LEVEL'
  | 1
  /**
   * A coupon.
   */
  | 'REDUCTION_KIND_COUPON'
  | 2

/**
 * What a reduction was given for.
 */
export type ReductionKind__Output = typeof ReductionKind[keyof typeof ReductionKind]
