// Original file: protos/turnfleet/logistics/v1/logistics.proto


/**
 * Names a product and where it should go.
 */
export interface EstimateDeliveryRequest {
  /**
   * SKU of the product, e.g. SKU-2024-888.
   */
  'sku'?: (string);
  /**
   * City it should go to, in Chinese or English, e.g. 上海 or Shanghai.
   */
  'city'?: (string);
}

/**
 * Names a product and where it should go.
 */
export interface EstimateDeliveryRequest__Output {
  /**
   * SKU of the product, e.g. SKU-2024-888.
   */
  'sku': (string);
  /**
   * City it should go to, in Chinese or English, e.g. 上海 or Shanghai.
   */
  'city': (string);
}
