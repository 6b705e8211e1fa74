// Original file: protos/turnfleet/product/v1/product.proto

import type { Money as _google_type_Money, Money__Output as _google_type_Money__Output } from '../../../google/type/Money.ts';

/**
 * What to search for; conditions that are left out do not restrict.
 */
export interface SearchProductsRequest {
  /**
   * Words to look for in name, description and specifications, Chinese or English. Empty lists all products.
   */
  'query'?: (string);
  /**
   * Category the products must be of, e.g. phones.
   */
  'category'?: (string);
  /**
   * Highest price, inclusive.
   */
  'max_price'?: (_google_type_Money | null);
  /**
   * Number of products wanted at once; 10 if left out.
   */
  'page_size'?: (number);
  /**
   * Where to go on: next_page_token of the page before; empty for the first page.
   */
  'page_token'?: (string);
}

/**
 * What to search for; conditions that are left out do not restrict.
 */
export interface SearchProductsRequest__Output {
  /**
   * Words to look for in name, description and specifications, Chinese or English. Empty lists all products.
   */
  'query': (string);
  /**
   * Category the products must be of, e.g. phones.
   */
  'category': (string);
  /**
   * Highest price, inclusive.
   */
  'max_price': (_google_type_Money__Output | null);
  /**
   * Number of products wanted at once; 10 if left out.
   */
  'page_size': (number);
  /**
   * Where to go on: next_page_token of the page before; empty for the first page.
   */
  'page_token': (string);
}
