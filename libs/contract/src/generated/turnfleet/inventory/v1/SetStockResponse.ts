// Original file: protos/turnfleet/inventory/v1/inventory.proto


/**
 * The stock as it is written down now.
 */
export interface SetStockResponse {
  /**
   * SKU of the product.
   */
  'sku'?: (string);
  /**
   * Id of the warehouse.
   */
  'warehouse_id'?: (string);
  /**
   * Pieces there before.
   */
  'previous_quantity'?: (number);
  /**
   * Pieces there now.
   */
  'quantity'?: (number);
}

/**
 * The stock as it is written down now.
 */
export interface SetStockResponse__Output {
  /**
   * SKU of the product.
   */
  'sku': (string);
  /**
   * Id of the warehouse.
   */
  'warehouse_id': (string);
  /**
   * Pieces there before.
   */
  'previous_quantity': (number);
  /**
   * Pieces there now.
   */
  'quantity': (number);
}
