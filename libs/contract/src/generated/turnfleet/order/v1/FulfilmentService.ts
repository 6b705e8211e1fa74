// Original file: protos/turnfleet/order/v1/order.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { RecordProgressRequest as _turnfleet_order_v1_RecordProgressRequest, RecordProgressRequest__Output as _turnfleet_order_v1_RecordProgressRequest__Output } from '../../../turnfleet/order/v1/RecordProgressRequest.ts';
import type { RecordProgressResponse as _turnfleet_order_v1_RecordProgressResponse, RecordProgressResponse__Output as _turnfleet_order_v1_RecordProgressResponse__Output } from '../../../turnfleet/order/v1/RecordProgressResponse.ts';

/**
 * What warehouse and carrier tell of orders. Not for models and shoppers.
 */
export interface FulfilmentServiceClient extends grpc.Client {
  /**
   * Records how far an order has got. The same report again, or one that came late, changes nothing. NOT_FOUND if there is
   * no such order; ABORTED, with the `reason` of OrderService, if it must go no further, as it was cancelled.
   */
  RecordProgress(argument: _turnfleet_order_v1_RecordProgressRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_RecordProgressResponse__Output>): grpc.ClientUnaryCall;
  RecordProgress(argument: _turnfleet_order_v1_RecordProgressRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_order_v1_RecordProgressResponse__Output>): grpc.ClientUnaryCall;
  RecordProgress(argument: _turnfleet_order_v1_RecordProgressRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_RecordProgressResponse__Output>): grpc.ClientUnaryCall;
  RecordProgress(argument: _turnfleet_order_v1_RecordProgressRequest, callback: grpc.requestCallback<_turnfleet_order_v1_RecordProgressResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Records how far an order has got. The same report again, or one that came late, changes nothing. NOT_FOUND if there is
   * no such order; ABORTED, with the `reason` of OrderService, if it must go no further, as it was cancelled.
   */
  recordProgress(argument: _turnfleet_order_v1_RecordProgressRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_RecordProgressResponse__Output>): grpc.ClientUnaryCall;
  recordProgress(argument: _turnfleet_order_v1_RecordProgressRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_order_v1_RecordProgressResponse__Output>): grpc.ClientUnaryCall;
  recordProgress(argument: _turnfleet_order_v1_RecordProgressRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_RecordProgressResponse__Output>): grpc.ClientUnaryCall;
  recordProgress(argument: _turnfleet_order_v1_RecordProgressRequest, callback: grpc.requestCallback<_turnfleet_order_v1_RecordProgressResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * What warehouse and carrier tell of orders. Not for models and shoppers.
 */
export interface FulfilmentServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Records how far an order has got. The same report again, or one that came late, changes nothing. NOT_FOUND if there is
   * no such order; ABORTED, with the `reason` of OrderService, if it must go no further, as it was cancelled.
   */
  RecordProgress: grpc.handleUnaryCall<_turnfleet_order_v1_RecordProgressRequest__Output, _turnfleet_order_v1_RecordProgressResponse>;
  
}

export interface FulfilmentServiceDefinition extends grpc.ServiceDefinition {
  RecordProgress: MethodDefinition<_turnfleet_order_v1_RecordProgressRequest, _turnfleet_order_v1_RecordProgressResponse, _turnfleet_order_v1_RecordProgressRequest__Output, _turnfleet_order_v1_RecordProgressResponse__Output>
}
