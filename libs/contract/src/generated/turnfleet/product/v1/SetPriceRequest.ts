// Original file: protos/turnfleet/product/v1/product.proto

import type { Money as _google_type_Money, Money__Output as _google_type_Money__Output } from '../../../google/type/Money.ts';

/**
 * Names a product and what it costs from now on.
 */
export interface SetPriceRequest {
  /**
   * SKU of the product, e.g. SKU-2024-888.
   */
  'sku'?: (string);
  /**
   * List price of one piece, in the currency of the shop.
   */
  'price'?: (_google_type_Money | null);
}

/**
 * Names a product and what it costs from now on.
 */
export interface SetPriceRequest__Output {
  /**
   * SKU of the product, e.g. SKU-2024-888.
   */
  'sku': (string);
  /**
   * List price of one piece, in the currency of the shop.
   */
  'price': (_google_type_Money__Output | null);
}
