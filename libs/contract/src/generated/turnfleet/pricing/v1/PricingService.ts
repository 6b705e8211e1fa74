// Original file: protos/turnfleet/pricing/v1/pricing.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { CalculateDiscountRequest as _turnfleet_pricing_v1_CalculateDiscountRequest, CalculateDiscountRequest__Output as _turnfleet_pricing_v1_CalculateDiscountRequest__Output } from '../../../turnfleet/pricing/v1/CalculateDiscountRequest.ts';
import type { CalculateDiscountResponse as _turnfleet_pricing_v1_CalculateDiscountResponse, CalculateDiscountResponse__Output as _turnfleet_pricing_v1_CalculateDiscountResponse__Output } from '../../../turnfleet/pricing/v1/CalculateDiscountResponse.ts';
import type { EndCouponRequest as _turnfleet_pricing_v1_EndCouponRequest, EndCouponRequest__Output as _turnfleet_pricing_v1_EndCouponRequest__Output } from '../../../turnfleet/pricing/v1/EndCouponRequest.ts';
import type { EndCouponResponse as _turnfleet_pricing_v1_EndCouponResponse, EndCouponResponse__Output as _turnfleet_pricing_v1_EndCouponResponse__Output } from '../../../turnfleet/pricing/v1/EndCouponResponse.ts';

/**
 * What the shopper pays.
 */
export interface PricingServiceClient extends grpc.Client {
  /**
   * The price after level and coupon. A coupon that does not apply is told in coupon_rejection; it is no error.
   */
  CalculateDiscount(argument: _turnfleet_pricing_v1_CalculateDiscountRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_pricing_v1_CalculateDiscountResponse__Output>): grpc.ClientUnaryCall;
  CalculateDiscount(argument: _turnfleet_pricing_v1_CalculateDiscountRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_pricing_v1_CalculateDiscountResponse__Output>): grpc.ClientUnaryCall;
  CalculateDiscount(argument: _turnfleet_pricing_v1_CalculateDiscountRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_pricing_v1_CalculateDiscountResponse__Output>): grpc.ClientUnaryCall;
  CalculateDiscount(argument: _turnfleet_pricing_v1_CalculateDiscountRequest, callback: grpc.requestCallback<_turnfleet_pricing_v1_CalculateDiscountResponse__Output>): grpc.ClientUnaryCall;
  /**
   * The price after level and coupon. A coupon that does not apply is told in coupon_rejection; it is no error.
   */
  calculateDiscount(argument: _turnfleet_pricing_v1_CalculateDiscountRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_pricing_v1_CalculateDiscountResponse__Output>): grpc.ClientUnaryCall;
  calculateDiscount(argument: _turnfleet_pricing_v1_CalculateDiscountRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_pricing_v1_CalculateDiscountResponse__Output>): grpc.ClientUnaryCall;
  calculateDiscount(argument: _turnfleet_pricing_v1_CalculateDiscountRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_pricing_v1_CalculateDiscountResponse__Output>): grpc.ClientUnaryCall;
  calculateDiscount(argument: _turnfleet_pricing_v1_CalculateDiscountRequest, callback: grpc.requestCallback<_turnfleet_pricing_v1_CalculateDiscountResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Says when a coupon ends, which may be now. No tool: for those who run the shop. NOT_FOUND if there is no such coupon.
   */
  EndCoupon(argument: _turnfleet_pricing_v1_EndCouponRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_pricing_v1_EndCouponResponse__Output>): grpc.ClientUnaryCall;
  EndCoupon(argument: _turnfleet_pricing_v1_EndCouponRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_pricing_v1_EndCouponResponse__Output>): grpc.ClientUnaryCall;
  EndCoupon(argument: _turnfleet_pricing_v1_EndCouponRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_pricing_v1_EndCouponResponse__Output>): grpc.ClientUnaryCall;
  EndCoupon(argument: _turnfleet_pricing_v1_EndCouponRequest, callback: grpc.requestCallback<_turnfleet_pricing_v1_EndCouponResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Says when a coupon ends, which may be now. No tool: for those who run the shop. NOT_FOUND if there is no such coupon.
   */
  endCoupon(argument: _turnfleet_pricing_v1_EndCouponRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_pricing_v1_EndCouponResponse__Output>): grpc.ClientUnaryCall;
  endCoupon(argument: _turnfleet_pricing_v1_EndCouponRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_pricing_v1_EndCouponResponse__Output>): grpc.ClientUnaryCall;
  endCoupon(argument: _turnfleet_pricing_v1_EndCouponRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_pricing_v1_EndCouponResponse__Output>): grpc.ClientUnaryCall;
  endCoupon(argument: _turnfleet_pricing_v1_EndCouponRequest, callback: grpc.requestCallback<_turnfleet_pricing_v1_EndCouponResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * What the shopper pays.
 */
export interface PricingServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * The price after level and coupon. A coupon that does not apply is told in coupon_rejection; it is no error.
   */
  CalculateDiscount: grpc.handleUnaryCall<_turnfleet_pricing_v1_CalculateDiscountRequest__Output, _turnfleet_pricing_v1_CalculateDiscountResponse>;
  
  /**
   * Says when a coupon ends, which may be now. No tool: for those who run the shop. NOT_FOUND if there is no such coupon.
   */
  EndCoupon: grpc.handleUnaryCall<_turnfleet_pricing_v1_EndCouponRequest__Output, _turnfleet_pricing_v1_EndCouponResponse>;
  
}

export interface PricingServiceDefinition extends grpc.ServiceDefinition {
  CalculateDiscount: MethodDefinition<_turnfleet_pricing_v1_CalculateDiscountRequest, _turnfleet_pricing_v1_CalculateDiscountResponse, _turnfleet_pricing_v1_CalculateDiscountRequest__Output, _turnfleet_pricing_v1_CalculateDiscountResponse__Output>
  EndCoupon: MethodDefinition<_turnfleet_pricing_v1_EndCouponRequest, _turnfleet_pricing_v1_EndCouponResponse, _turnfleet_pricing_v1_EndCouponRequest__Output, _turnfleet_pricing_v1_EndCouponResponse__Output>
}
