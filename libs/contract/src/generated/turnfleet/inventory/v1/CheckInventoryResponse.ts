// Original file: protos/turnfleet/inventory/v1/inventory.proto

import type { WarehouseStock as _turnfleet_inventory_v1_WarehouseStock, WarehouseStock__Output as _turnfleet_inventory_v1_WarehouseStock__Output } from '../../../turnfleet/inventory/v1/WarehouseStock.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';

/**
 * Stock of one product.
 */
export interface CheckInventoryResponse {
  /**
   * SKU that was asked for.
   */
  'sku'?: (string);
  /**
   * City that was asked from, as the shop spells it.
   */
  'city'?: (string);
  /**
   * Pieces that can be sold now, over all warehouses listed.
   */
  'total'?: (number);
  /**
   * Warehouses that hold the product, nearest first.
   */
  'warehouses'?: (_turnfleet_inventory_v1_WarehouseStock)[];
  /**
   * When more arrive; absent if nothing is on its way.
   */
  'restock_time'?: (_google_protobuf_Timestamp | null);
}

/**
 * Stock of one product.
 */
export interface CheckInventoryResponse__Output {
  /**
   * SKU that was asked for.
   */
  'sku': (string);
  /**
   * City that was asked from, as the shop spells it.
   */
  'city': (string);
  /**
   * Pieces that can be sold now, over all warehouses listed.
   */
  'total': (number);
  /**
   * Warehouses that hold the product, nearest first.
   */
  'warehouses': (_turnfleet_inventory_v1_WarehouseStock__Output)[];
  /**
   * When more arrive; absent if nothing is on its way.
   */
  'restock_time': (_google_protobuf_Timestamp__Output | null);
}
