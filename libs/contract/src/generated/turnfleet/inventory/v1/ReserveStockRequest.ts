// Original file: protos/turnfleet/inventory/v1/inventory.proto


/**
 * Names a product, where it is wanted and how much of it.
 */
export interface ReserveStockRequest {
  /**
   * SKU of the product, e.g. SKU-2024-888.
   */
  'sku'?: (string);
  /**
   * City it is wanted in, in Chinese or English, e.g. 上海 or Shanghai.
   */
  'city'?: (string);
  /**
   * Pieces to set aside.
   */
  'quantity'?: (number);
  /**
   * Checks only: whether this could be reserved now.
   */
  'validate_only'?: (boolean);
}

/**
 * Names a product, where it is wanted and how much of it.
 */
export interface ReserveStockRequest__Output {
  /**
   * SKU of the product, e.g. SKU-2024-888.
   */
  'sku': (string);
  /**
   * City it is wanted in, in Chinese or English, e.g. 上海 or Shanghai.
   */
  'city': (string);
  /**
   * Pieces to set aside.
   */
  'quantity': (number);
  /**
   * Checks only: whether this could be reserved now.
   */
  'validate_only': (boolean);
}
