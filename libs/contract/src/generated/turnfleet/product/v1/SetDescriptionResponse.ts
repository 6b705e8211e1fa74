// Original file: protos/turnfleet/product/v1/product.proto

import type { Product as _turnfleet_product_v1_Product, Product__Output as _turnfleet_product_v1_Product__Output } from '../../../turnfleet/product/v1/Product.ts';

/**
 * The product with its new description.
 */
export interface SetDescriptionResponse {
  /**
   * The product.
   */
  'product'?: (_turnfleet_product_v1_Product | null);
}

/**
 * The product with its new description.
 */
export interface SetDescriptionResponse__Output {
  /**
   * The product.
   */
  'product': (_turnfleet_product_v1_Product__Output | null);
}
