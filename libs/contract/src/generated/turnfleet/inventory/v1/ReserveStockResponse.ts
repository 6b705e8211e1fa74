// Original file: protos/turnfleet/inventory/v1/inventory.proto

import type { ReservedStock as _turnfleet_inventory_v1_ReservedStock, ReservedStock__Output as _turnfleet_inventory_v1_ReservedStock__Output } from '../../../turnfleet/inventory/v1/ReservedStock.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';

/**
 * Stock that was set aside.
 */
export interface ReserveStockResponse {
  /**
   * Id of the reservation; empty with `validate_only`.
   */
  'reservation_id'?: (string);
  /**
   * SKU of the product.
   */
  'sku'?: (string);
  /**
   * City it is wanted in, as the shop spells it.
   */
  'city'?: (string);
  /**
   * Pieces set aside, over all warehouses listed.
   */
  'quantity'?: (number);
  /**
   * Where they lie, nearest first.
   */
  'warehouses'?: (_turnfleet_inventory_v1_ReservedStock)[];
  /**
   * When they are free again; absent with `validate_only`.
   */
  'expire_time'?: (_google_protobuf_Timestamp | null);
}

/**
 * Stock that was set aside.
 */
export interface ReserveStockResponse__Output {
  /**
   * Id of the reservation; empty with `validate_only`.
   */
  'reservation_id': (string);
  /**
   * SKU of the product.
   */
  'sku': (string);
  /**
   * City it is wanted in, as the shop spells it.
   */
  'city': (string);
  /**
   * Pieces set aside, over all warehouses listed.
   */
  'quantity': (number);
  /**
   * Where they lie, nearest first.
   */
  'warehouses': (_turnfleet_inventory_v1_ReservedStock__Output)[];
  /**
   * When they are free again; absent with `validate_only`.
   */
  'expire_time': (_google_protobuf_Timestamp__Output | null);
}
