// Original file: protos/turnfleet/customer/v1/customer.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { GetCustomerProfileRequest as _turnfleet_customer_v1_GetCustomerProfileRequest, GetCustomerProfileRequest__Output as _turnfleet_customer_v1_GetCustomerProfileRequest__Output } from '../../../turnfleet/customer/v1/GetCustomerProfileRequest.ts';
import type { GetCustomerProfileResponse as _turnfleet_customer_v1_GetCustomerProfileResponse, GetCustomerProfileResponse__Output as _turnfleet_customer_v1_GetCustomerProfileResponse__Output } from '../../../turnfleet/customer/v1/GetCustomerProfileResponse.ts';

/**
 * Who the shopper is.
 */
export interface CustomerServiceClient extends grpc.Client {
  /**
   * The profile of the shopper whose turn it is.
   */
  GetCustomerProfile(argument: _turnfleet_customer_v1_GetCustomerProfileRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_customer_v1_GetCustomerProfileResponse__Output>): grpc.ClientUnaryCall;
  GetCustomerProfile(argument: _turnfleet_customer_v1_GetCustomerProfileRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_customer_v1_GetCustomerProfileResponse__Output>): grpc.ClientUnaryCall;
  GetCustomerProfile(argument: _turnfleet_customer_v1_GetCustomerProfileRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_customer_v1_GetCustomerProfileResponse__Output>): grpc.ClientUnaryCall;
  GetCustomerProfile(argument: _turnfleet_customer_v1_GetCustomerProfileRequest, callback: grpc.requestCallback<_turnfleet_customer_v1_GetCustomerProfileResponse__Output>): grpc.ClientUnaryCall;
  /**
   * The profile of the shopper whose turn it is.
   */
  getCustomerProfile(argument: _turnfleet_customer_v1_GetCustomerProfileRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_customer_v1_GetCustomerProfileResponse__Output>): grpc.ClientUnaryCall;
  getCustomerProfile(argument: _turnfleet_customer_v1_GetCustomerProfileRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_customer_v1_GetCustomerProfileResponse__Output>): grpc.ClientUnaryCall;
  getCustomerProfile(argument: _turnfleet_customer_v1_GetCustomerProfileRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_customer_v1_GetCustomerProfileResponse__Output>): grpc.ClientUnaryCall;
  getCustomerProfile(argument: _turnfleet_customer_v1_GetCustomerProfileRequest, callback: grpc.requestCallback<_turnfleet_customer_v1_GetCustomerProfileResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Who the shopper is.
 */
export interface CustomerServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * The profile of the shopper whose turn it is.
   */
  GetCustomerProfile: grpc.handleUnaryCall<_turnfleet_customer_v1_GetCustomerProfileRequest__Output, _turnfleet_customer_v1_GetCustomerProfileResponse>;
  
}

export interface CustomerServiceDefinition extends grpc.ServiceDefinition {
  GetCustomerProfile: MethodDefinition<_turnfleet_customer_v1_GetCustomerProfileRequest, _turnfleet_customer_v1_GetCustomerProfileResponse, _turnfleet_customer_v1_GetCustomerProfileRequest__Output, _turnfleet_customer_v1_GetCustomerProfileResponse__Output>
}
