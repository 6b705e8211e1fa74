// Original file: protos/turnfleet/product/v1/product.proto


/**
 * Names one product.
 */
export interface GetProductInfoRequest {
  /**
   * SKU of the product, e.g. SKU-2024-888.
   */
  'sku'?: (string);
}

/**
 * Names one product.
 */
export interface GetProductInfoRequest__Output {
  /**
   * SKU of the product, e.g. SKU-2024-888.
   */
  'sku': (string);
}
