// Original file: protos/turnfleet/order/v1/order.proto

import type { LocalizedText as _turnfleet_text_v1_LocalizedText, LocalizedText__Output as _turnfleet_text_v1_LocalizedText__Output } from '../../../turnfleet/text/v1/LocalizedText.ts';
import type { Money as _google_type_Money, Money__Output as _google_type_Money__Output } from '../../../google/type/Money.ts';

/**
 * One line of an order.
 */
export interface OrderItem {
  /**
   * SKU of the product.
   */
  'sku'?: (string);
  /**
   * Its name.
   */
  'name'?: (_turnfleet_text_v1_LocalizedText | null);
  /**
   * Pieces ordered.
   */
  'quantity'?: (number);
  /**
   * Of one piece.
   */
  'unit_price'?: (_google_type_Money | null);
  /**
   * Pieces that are being or were sent back.
   */
  'returned_quantity'?: (number);
}

/**
 * One line of an order.
 */
export interface OrderItem__Output {
  /**
   * SKU of the product.
   */
  'sku': (string);
  /**
   * Its name.
   */
  'name': (_turnfleet_text_v1_LocalizedText__Output | null);
  /**
   * Pieces ordered.
   */
  'quantity': (number);
  /**
   * Of one piece.
   */
  'unit_price': (_google_type_Money__Output | null);
  /**
   * Pieces that are being or were sent back.
   */
  'returned_quantity': (number);
}
