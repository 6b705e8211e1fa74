// Original file: protos/turnfleet/inventory/v1/inventory.proto


/**
 * Pieces that were counted.
 */
export interface SetStockRequest {
  /**
   * SKU of the product, e.g. SKU-2024-888.
   */
  'sku'?: (string);
  /**
   * Id of the warehouse, e.g. WH-SHA-1.
   */
  'warehouse_id'?: (string);
  /**
   * Pieces that lie there now.
   */
  'quantity'?: (number);
}

/**
 * Pieces that were counted.
 */
export interface SetStockRequest__Output {
  /**
   * SKU of the product, e.g. SKU-2024-888.
   */
  'sku': (string);
  /**
   * Id of the warehouse, e.g. WH-SHA-1.
   */
  'warehouse_id': (string);
  /**
   * Pieces that lie there now.
   */
  'quantity': (number);
}
