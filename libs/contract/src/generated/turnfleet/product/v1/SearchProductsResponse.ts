// Original file: protos/turnfleet/product/v1/product.proto

import type { Product as _turnfleet_product_v1_Product, Product__Output as _turnfleet_product_v1_Product__Output } from '../../../turnfleet/product/v1/Product.ts';

/**
 * One page of products.
 */
export interface SearchProductsResponse {
  /**
   * Best match first.
   */
  'products'?: (_turnfleet_product_v1_Product)[];
  /**
   * Asks for the next page; empty on the last.
   */
  'next_page_token'?: (string);
}

/**
 * One page of products.
 */
export interface SearchProductsResponse__Output {
  /**
   * Best match first.
   */
  'products': (_turnfleet_product_v1_Product__Output)[];
  /**
   * Asks for the next page; empty on the last.
   */
  'next_page_token': (string);
}
