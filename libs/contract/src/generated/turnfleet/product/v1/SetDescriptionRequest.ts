// Original file: protos/turnfleet/product/v1/product.proto

import type { LocalizedText as _turnfleet_text_v1_LocalizedText, LocalizedText__Output as _turnfleet_text_v1_LocalizedText__Output } from '../../../turnfleet/text/v1/LocalizedText.ts';

/**
 * Names a product and what is said of it from now on.
 */
export interface SetDescriptionRequest {
  /**
   * SKU of the product, e.g. SKU-2024-888.
   */
  'sku'?: (string);
  /**
   * A sentence or two in each language; an empty one stays as it was.
   */
  'description'?: (_turnfleet_text_v1_LocalizedText | null);
}

/**
 * Names a product and what is said of it from now on.
 */
export interface SetDescriptionRequest__Output {
  /**
   * SKU of the product, e.g. SKU-2024-888.
   */
  'sku': (string);
  /**
   * A sentence or two in each language; an empty one stays as it was.
   */
  'description': (_turnfleet_text_v1_LocalizedText__Output | null);
}
