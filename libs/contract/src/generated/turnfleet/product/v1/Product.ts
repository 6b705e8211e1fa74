// Original file: protos/turnfleet/product/v1/product.proto

import type { LocalizedText as _turnfleet_text_v1_LocalizedText, LocalizedText__Output as _turnfleet_text_v1_LocalizedText__Output } from '../../../turnfleet/text/v1/LocalizedText.ts';
import type { Money as _google_type_Money, Money__Output as _google_type_Money__Output } from '../../../google/type/Money.ts';

/**
 * Something the shop sells.
 */
export interface Product {
  /**
   * Stock keeping unit, unique.
   */
  'sku'?: (string);
  /**
   * Name as shown to shoppers.
   */
  'name'?: (_turnfleet_text_v1_LocalizedText | null);
  /**
   * Category, e.g. phones.
   */
  'category'?: (string);
  /**
   * A sentence or two.
   */
  'description'?: (_turnfleet_text_v1_LocalizedText | null);
  /**
   * List price of one piece, before discounts.
   */
  'price'?: (_google_type_Money | null);
  /**
   * Technical data by name, e.g. storage: 256 GB.
   */
  'specs'?: ({[key: string]: string});
}

/**
 * Something the shop sells.
 */
export interface Product__Output {
  /**
   * Stock keeping unit, unique.
   */
  'sku': (string);
  /**
   * Name as shown to shoppers.
   */
  'name': (_turnfleet_text_v1_LocalizedText__Output | null);
  /**
   * Category, e.g. phones.
   */
  'category': (string);
  /**
   * A sentence or two.
   */
  'description': (_turnfleet_text_v1_LocalizedText__Output | null);
  /**
   * List price of one piece, before discounts.
   */
  'price': (_google_type_Money__Output | null);
  /**
   * Technical data by name, e.g. storage: 256 GB.
   */
  'specs': ({[key: string]: string});
}
