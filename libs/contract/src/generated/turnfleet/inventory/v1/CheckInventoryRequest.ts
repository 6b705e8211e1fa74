// Original file: protos/turnfleet/inventory/v1/inventory.proto


/**
 * Names a product and the city to look from.
 */
export interface CheckInventoryRequest {
  /**
   * SKU of the product, e.g. SKU-2024-888.
   */
  'sku'?: (string);
  /**
   * City of the shopper, in Chinese or English, e.g. 上海 or Shanghai.
   */
  'city'?: (string);
}

/**
 * Names a product and the city to look from.
 */
export interface CheckInventoryRequest__Output {
  /**
   * SKU of the product, e.g. SKU-2024-888.
   */
  'sku': (string);
  /**
   * City of the shopper, in Chinese or English, e.g. 上海 or Shanghai.
   */
  'city': (string);
}
