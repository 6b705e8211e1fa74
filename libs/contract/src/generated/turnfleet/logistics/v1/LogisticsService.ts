// Original file: protos/turnfleet/logistics/v1/logistics.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { EstimateDeliveryRequest as _turnfleet_logistics_v1_EstimateDeliveryRequest, EstimateDeliveryRequest__Output as _turnfleet_logistics_v1_EstimateDeliveryRequest__Output } from '../../../turnfleet/logistics/v1/EstimateDeliveryRequest.ts';
import type { EstimateDeliveryResponse as _turnfleet_logistics_v1_EstimateDeliveryResponse, EstimateDeliveryResponse__Output as _turnfleet_logistics_v1_EstimateDeliveryResponse__Output } from '../../../turnfleet/logistics/v1/EstimateDeliveryResponse.ts';
import type { TrackShipmentRequest as _turnfleet_logistics_v1_TrackShipmentRequest, TrackShipmentRequest__Output as _turnfleet_logistics_v1_TrackShipmentRequest__Output } from '../../../turnfleet/logistics/v1/TrackShipmentRequest.ts';
import type { TrackShipmentResponse as _turnfleet_logistics_v1_TrackShipmentResponse, TrackShipmentResponse__Output as _turnfleet_logistics_v1_TrackShipmentResponse__Output } from '../../../turnfleet/logistics/v1/TrackShipmentResponse.ts';

/**
 * Shipments on their way, and how long new ones take.
 */
export interface LogisticsServiceClient extends grpc.Client {
  /**
   * When a product ordered now would arrive in a city. NOT_FOUND if SKU or city is unknown.
   */
  EstimateDelivery(argument: _turnfleet_logistics_v1_EstimateDeliveryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_logistics_v1_EstimateDeliveryResponse__Output>): grpc.ClientUnaryCall;
  EstimateDelivery(argument: _turnfleet_logistics_v1_EstimateDeliveryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_logistics_v1_EstimateDeliveryResponse__Output>): grpc.ClientUnaryCall;
  EstimateDelivery(argument: _turnfleet_logistics_v1_EstimateDeliveryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_logistics_v1_EstimateDeliveryResponse__Output>): grpc.ClientUnaryCall;
  EstimateDelivery(argument: _turnfleet_logistics_v1_EstimateDeliveryRequest, callback: grpc.requestCallback<_turnfleet_logistics_v1_EstimateDeliveryResponse__Output>): grpc.ClientUnaryCall;
  /**
   * When a product ordered now would arrive in a city. NOT_FOUND if SKU or city is unknown.
   */
  estimateDelivery(argument: _turnfleet_logistics_v1_EstimateDeliveryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_logistics_v1_EstimateDeliveryResponse__Output>): grpc.ClientUnaryCall;
  estimateDelivery(argument: _turnfleet_logistics_v1_EstimateDeliveryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_logistics_v1_EstimateDeliveryResponse__Output>): grpc.ClientUnaryCall;
  estimateDelivery(argument: _turnfleet_logistics_v1_EstimateDeliveryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_logistics_v1_EstimateDeliveryResponse__Output>): grpc.ClientUnaryCall;
  estimateDelivery(argument: _turnfleet_logistics_v1_EstimateDeliveryRequest, callback: grpc.requestCallback<_turnfleet_logistics_v1_EstimateDeliveryResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Where the shipment of an order is. NOT_FOUND if there is no such order, or the shopper who is named has none;
   * PERMISSION_DENIED if the call is made for another shopper than the one it names.
   */
  TrackShipment(argument: _turnfleet_logistics_v1_TrackShipmentRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_logistics_v1_TrackShipmentResponse__Output>): grpc.ClientUnaryCall;
  TrackShipment(argument: _turnfleet_logistics_v1_TrackShipmentRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_logistics_v1_TrackShipmentResponse__Output>): grpc.ClientUnaryCall;
  TrackShipment(argument: _turnfleet_logistics_v1_TrackShipmentRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_logistics_v1_TrackShipmentResponse__Output>): grpc.ClientUnaryCall;
  TrackShipment(argument: _turnfleet_logistics_v1_TrackShipmentRequest, callback: grpc.requestCallback<_turnfleet_logistics_v1_TrackShipmentResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Where the shipment of an order is. NOT_FOUND if there is no such order, or the shopper who is named has none;
   * PERMISSION_DENIED if the call is made for another shopper than the one it names.
   */
  trackShipment(argument: _turnfleet_logistics_v1_TrackShipmentRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_logistics_v1_TrackShipmentResponse__Output>): grpc.ClientUnaryCall;
  trackShipment(argument: _turnfleet_logistics_v1_TrackShipmentRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_logistics_v1_TrackShipmentResponse__Output>): grpc.ClientUnaryCall;
  trackShipment(argument: _turnfleet_logistics_v1_TrackShipmentRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_logistics_v1_TrackShipmentResponse__Output>): grpc.ClientUnaryCall;
  trackShipment(argument: _turnfleet_logistics_v1_TrackShipmentRequest, callback: grpc.requestCallback<_turnfleet_logistics_v1_TrackShipmentResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Shipments on their way, and how long new ones take.
 */
export interface LogisticsServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * When a product ordered now would arrive in a city. NOT_FOUND if SKU or city is unknown.
   */
  EstimateDelivery: grpc.handleUnaryCall<_turnfleet_logistics_v1_EstimateDeliveryRequest__Output, _turnfleet_logistics_v1_EstimateDeliveryResponse>;
  
  /**
   * Where the shipment of an order is. NOT_FOUND if there is no such order, or the shopper who is named has none;
   * PERMISSION_DENIED if the call is made for another shopper than the one it names.
   */
  TrackShipment: grpc.handleUnaryCall<_turnfleet_logistics_v1_TrackShipmentRequest__Output, _turnfleet_logistics_v1_TrackShipmentResponse>;
  
}

export interface LogisticsServiceDefinition extends grpc.ServiceDefinition {
  EstimateDelivery: MethodDefinition<_turnfleet_logistics_v1_EstimateDeliveryRequest, _turnfleet_logistics_v1_EstimateDeliveryResponse, _turnfleet_logistics_v1_EstimateDeliveryRequest__Output, _turnfleet_logistics_v1_EstimateDeliveryResponse__Output>
  TrackShipment: MethodDefinition<_turnfleet_logistics_v1_TrackShipmentRequest, _turnfleet_logistics_v1_TrackShipmentResponse, _turnfleet_logistics_v1_TrackShipmentRequest__Output, _turnfleet_logistics_v1_TrackShipmentResponse__Output>
}
