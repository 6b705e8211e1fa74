// Original file: protos/turnfleet/pricing/v1/pricing.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { CalculateDiscountRequest as _turnfleet_pricing_v1_CalculateDiscountRequest, CalculateDiscountRequest__Output as _turnfleet_pricing_v1_CalculateDiscountRequest__Output } from '../../../turnfleet/pricing/v1/CalculateDiscountRequest.ts';
import type { CalculateDiscountResponse as _turnfleet_pricing_v1_CalculateDiscountResponse, CalculateDiscountResponse__Output as _turnfleet_pricing_v1_CalculateDiscountResponse__Output } from '../../../turnfleet/pricing/v1/CalculateDiscountResponse.ts';

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
  
}

/**
 * What the shopper pays.
 */
export interface PricingServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * The price after level and coupon. A coupon that does not apply is told in coupon_rejection; it is no error.
   */
  CalculateDiscount: grpc.handleUnaryCall<_turnfleet_pricing_v1_CalculateDiscountRequest__Output, _turnfleet_pricing_v1_CalculateDiscountResponse>;
  
}

export interface PricingServiceDefinition extends grpc.ServiceDefinition {
  CalculateDiscount: MethodDefinition<_turnfleet_pricing_v1_CalculateDiscountRequest, _turnfleet_pricing_v1_CalculateDiscountResponse, _turnfleet_pricing_v1_CalculateDiscountRequest__Output, _turnfleet_pricing_v1_CalculateDiscountResponse__Output>
}
