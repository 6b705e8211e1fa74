// Original file: protos/turnfleet/inventory/v1/inventory.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { CheckInventoryRequest as _turnfleet_inventory_v1_CheckInventoryRequest, CheckInventoryRequest__Output as _turnfleet_inventory_v1_CheckInventoryRequest__Output } from '../../../turnfleet/inventory/v1/CheckInventoryRequest.ts';
import type { CheckInventoryResponse as _turnfleet_inventory_v1_CheckInventoryResponse, CheckInventoryResponse__Output as _turnfleet_inventory_v1_CheckInventoryResponse__Output } from '../../../turnfleet/inventory/v1/CheckInventoryResponse.ts';

/**
 * Stock in the warehouses.
 */
export interface InventoryServiceClient extends grpc.Client {
  /**
   * Stock of one product as seen from a city. NOT_FOUND if SKU or city is unknown.
   */
  CheckInventory(argument: _turnfleet_inventory_v1_CheckInventoryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_inventory_v1_CheckInventoryResponse__Output>): grpc.ClientUnaryCall;
  CheckInventory(argument: _turnfleet_inventory_v1_CheckInventoryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_inventory_v1_CheckInventoryResponse__Output>): grpc.ClientUnaryCall;
  CheckInventory(argument: _turnfleet_inventory_v1_CheckInventoryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_inventory_v1_CheckInventoryResponse__Output>): grpc.ClientUnaryCall;
  CheckInventory(argument: _turnfleet_inventory_v1_CheckInventoryRequest, callback: grpc.requestCallback<_turnfleet_inventory_v1_CheckInventoryResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Stock of one product as seen from a city. NOT_FOUND if SKU or city is unknown.
   */
  checkInventory(argument: _turnfleet_inventory_v1_CheckInventoryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_inventory_v1_CheckInventoryResponse__Output>): grpc.ClientUnaryCall;
  checkInventory(argument: _turnfleet_inventory_v1_CheckInventoryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_inventory_v1_CheckInventoryResponse__Output>): grpc.ClientUnaryCall;
  checkInventory(argument: _turnfleet_inventory_v1_CheckInventoryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_inventory_v1_CheckInventoryResponse__Output>): grpc.ClientUnaryCall;
  checkInventory(argument: _turnfleet_inventory_v1_CheckInventoryRequest, callback: grpc.requestCallback<_turnfleet_inventory_v1_CheckInventoryResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Stock in the warehouses.
 */
export interface InventoryServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Stock of one product as seen from a city. NOT_FOUND if SKU or city is unknown.
   */
  CheckInventory: grpc.handleUnaryCall<_turnfleet_inventory_v1_CheckInventoryRequest__Output, _turnfleet_inventory_v1_CheckInventoryResponse>;
  
}

export interface InventoryServiceDefinition extends grpc.ServiceDefinition {
  CheckInventory: MethodDefinition<_turnfleet_inventory_v1_CheckInventoryRequest, _turnfleet_inventory_v1_CheckInventoryResponse, _turnfleet_inventory_v1_CheckInventoryRequest__Output, _turnfleet_inventory_v1_CheckInventoryResponse__Output>
}
