export type * from './turnfleet/pricing/v1/CalculateDiscountRequest.ts';
export type * from './turnfleet/pricing/v1/CalculateDiscountResponse.ts';
export type * from './turnfleet/pricing/v1/CouponRejection.ts';
export type * from './turnfleet/pricing/v1/CouponRejectionReason.ts';
export type * from './turnfleet/pricing/v1/PricingService.ts';
export type * from './turnfleet/pricing/v1/Reduction.ts';
export type * from './turnfleet/pricing/v1/ReductionKind.ts';
export type * from './turnfleet/pricing/v1/UserLevel.ts';
