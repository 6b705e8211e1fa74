// Original file: protos/turnfleet/inventory/v1/inventory.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { CheckInventoryRequest as _turnfleet_inventory_v1_CheckInventoryRequest, CheckInventoryRequest__Output as _turnfleet_inventory_v1_CheckInventoryRequest__Output } from '../../../turnfleet/inventory/v1/CheckInventoryRequest.ts';
import type { CheckInventoryResponse as _turnfleet_inventory_v1_CheckInventoryResponse, CheckInventoryResponse__Output as _turnfleet_inventory_v1_CheckInventoryResponse__Output } from '../../../turnfleet/inventory/v1/CheckInventoryResponse.ts';
import type { ReserveStockRequest as _turnfleet_inventory_v1_ReserveStockRequest, ReserveStockRequest__Output as _turnfleet_inventory_v1_ReserveStockRequest__Output } from '../../../turnfleet/inventory/v1/ReserveStockRequest.ts';
import type { ReserveStockResponse as _turnfleet_inventory_v1_ReserveStockResponse, ReserveStockResponse__Output as _turnfleet_inventory_v1_ReserveStockResponse__Output } from '../../../turnfleet/inventory/v1/ReserveStockResponse.ts';
import type { SetStockRequest as _turnfleet_inventory_v1_SetStockRequest, SetStockRequest__Output as _turnfleet_inventory_v1_SetStockRequest__Output } from '../../../turnfleet/inventory/v1/SetStockRequest.ts';
import type { SetStockResponse as _turnfleet_inventory_v1_SetStockResponse, SetStockResponse__Output as _turnfleet_inventory_v1_SetStockResponse__Output } from '../../../turnfleet/inventory/v1/SetStockResponse.ts';

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
  
  /**
   * Sets pieces of one product aside for 15 minutes, nearest warehouse first; then they are free again. Takes effect once
   * per `idempotency-key` in the metadata (1–128 visible ASCII characters, INVALID_ARGUMENT without): the same key gives
   * the same answer for 8 days, even after the reservation has expired. NOT_FOUND if SKU or city is unknown, ABORTED if
   * not enough is free or the key came with another request or for another shopper. With `validate_only` nothing is set aside and no key is needed
   * or recorded: the answer says what would be, and does not promise that it still can be a moment later.
   */
  ReserveStock(argument: _turnfleet_inventory_v1_ReserveStockRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_inventory_v1_ReserveStockResponse__Output>): grpc.ClientUnaryCall;
  ReserveStock(argument: _turnfleet_inventory_v1_ReserveStockRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_inventory_v1_ReserveStockResponse__Output>): grpc.ClientUnaryCall;
  ReserveStock(argument: _turnfleet_inventory_v1_ReserveStockRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_inventory_v1_ReserveStockResponse__Output>): grpc.ClientUnaryCall;
  ReserveStock(argument: _turnfleet_inventory_v1_ReserveStockRequest, callback: grpc.requestCallback<_turnfleet_inventory_v1_ReserveStockResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Sets pieces of one product aside for 15 minutes, nearest warehouse first; then they are free again. Takes effect once
   * per `idempotency-key` in the metadata (1–128 visible ASCII characters, INVALID_ARGUMENT without): the same key gives
   * the same answer for 8 days, even after the reservation has expired. NOT_FOUND if SKU or city is unknown, ABORTED if
   * not enough is free or the key came with another request or for another shopper. With `validate_only` nothing is set aside and no key is needed
   * or recorded: the answer says what would be, and does not promise that it still can be a moment later.
   */
  reserveStock(argument: _turnfleet_inventory_v1_ReserveStockRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_inventory_v1_ReserveStockResponse__Output>): grpc.ClientUnaryCall;
  reserveStock(argument: _turnfleet_inventory_v1_ReserveStockRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_inventory_v1_ReserveStockResponse__Output>): grpc.ClientUnaryCall;
  reserveStock(argument: _turnfleet_inventory_v1_ReserveStockRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_inventory_v1_ReserveStockResponse__Output>): grpc.ClientUnaryCall;
  reserveStock(argument: _turnfleet_inventory_v1_ReserveStockRequest, callback: grpc.requestCallback<_turnfleet_inventory_v1_ReserveStockResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Says how many pieces of a product lie in a warehouse, reserved ones included. No tool: for those who run the shop.
   * NOT_FOUND if SKU or warehouse is unknown.
   */
  SetStock(argument: _turnfleet_inventory_v1_SetStockRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_inventory_v1_SetStockResponse__Output>): grpc.ClientUnaryCall;
  SetStock(argument: _turnfleet_inventory_v1_SetStockRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_inventory_v1_SetStockResponse__Output>): grpc.ClientUnaryCall;
  SetStock(argument: _turnfleet_inventory_v1_SetStockRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_inventory_v1_SetStockResponse__Output>): grpc.ClientUnaryCall;
  SetStock(argument: _turnfleet_inventory_v1_SetStockRequest, callback: grpc.requestCallback<_turnfleet_inventory_v1_SetStockResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Says how many pieces of a product lie in a warehouse, reserved ones included. No tool: for those who run the shop.
   * NOT_FOUND if SKU or warehouse is unknown.
   */
  setStock(argument: _turnfleet_inventory_v1_SetStockRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_inventory_v1_SetStockResponse__Output>): grpc.ClientUnaryCall;
  setStock(argument: _turnfleet_inventory_v1_SetStockRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_inventory_v1_SetStockResponse__Output>): grpc.ClientUnaryCall;
  setStock(argument: _turnfleet_inventory_v1_SetStockRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_inventory_v1_SetStockResponse__Output>): grpc.ClientUnaryCall;
  setStock(argument: _turnfleet_inventory_v1_SetStockRequest, callback: grpc.requestCallback<_turnfleet_inventory_v1_SetStockResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Stock in the warehouses.
 */
export interface InventoryServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Stock of one product as seen from a city. NOT_FOUND if SKU or city is unknown.
   */
  CheckInventory: grpc.handleUnaryCall<_turnfleet_inventory_v1_CheckInventoryRequest__Output, _turnfleet_inventory_v1_CheckInventoryResponse>;
  
  /**
   * Sets pieces of one product aside for 15 minutes, nearest warehouse first; then they are free again. Takes effect once
   * per `idempotency-key` in the metadata (1–128 visible ASCII characters, INVALID_ARGUMENT without): the same key gives
   * the same answer for 8 days, even after the reservation has expired. NOT_FOUND if SKU or city is unknown, ABORTED if
   * not enough is free or the key came with another request or for another shopper. With `validate_only` nothing is set aside and no key is needed
   * or recorded: the answer says what would be, and does not promise that it still can be a moment later.
   */
  ReserveStock: grpc.handleUnaryCall<_turnfleet_inventory_v1_ReserveStockRequest__Output, _turnfleet_inventory_v1_ReserveStockResponse>;
  
  /**
   * Says how many pieces of a product lie in a warehouse, reserved ones included. No tool: for those who run the shop.
   * NOT_FOUND if SKU or warehouse is unknown.
   */
  SetStock: grpc.handleUnaryCall<_turnfleet_inventory_v1_SetStockRequest__Output, _turnfleet_inventory_v1_SetStockResponse>;
  
}

export interface InventoryServiceDefinition extends grpc.ServiceDefinition {
  CheckInventory: MethodDefinition<_turnfleet_inventory_v1_CheckInventoryRequest, _turnfleet_inventory_v1_CheckInventoryResponse, _turnfleet_inventory_v1_CheckInventoryRequest__Output, _turnfleet_inventory_v1_CheckInventoryResponse__Output>
  ReserveStock: MethodDefinition<_turnfleet_inventory_v1_ReserveStockRequest, _turnfleet_inventory_v1_ReserveStockResponse, _turnfleet_inventory_v1_ReserveStockRequest__Output, _turnfleet_inventory_v1_ReserveStockResponse__Output>
  SetStock: MethodDefinition<_turnfleet_inventory_v1_SetStockRequest, _turnfleet_inventory_v1_SetStockResponse, _turnfleet_inventory_v1_SetStockRequest__Output, _turnfleet_inventory_v1_SetStockResponse__Output>
}
