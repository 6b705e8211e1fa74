// Original file: protos/turnfleet/order/v1/order.proto

import type { ReturnKind as _turnfleet_order_v1_ReturnKind, ReturnKind__Output as _turnfleet_order_v1_ReturnKind__Output } from '../../../turnfleet/order/v1/ReturnKind.ts';
import type { ReturnReason as _turnfleet_order_v1_ReturnReason, ReturnReason__Output as _turnfleet_order_v1_ReturnReason__Output } from '../../../turnfleet/order/v1/ReturnReason.ts';

/**
 * What to send back and why.
 */
export interface CreateReturnRequest {
  /**
   * Id of the shopper, as the shop knows them.
   */
  'user_id'?: (string);
  /**
   * Id of the order, e.g. ORD-2024-0001.
   */
  'order_id'?: (string);
  /**
   * Money back or the same again.
   */
  'kind'?: (_turnfleet_order_v1_ReturnKind);
  /**
   * SKU of the product to send back; left out: all that has not been sent back.
   */
  'sku'?: (string);
  /**
   * Pieces of that product; left out: all of them.
   */
  'quantity'?: (number);
  /**
   * Why. It decides how long after delivery something can be sent back; changed_mind if left out.
   */
  'reason'?: (_turnfleet_order_v1_ReturnReason);
  /**
   * More about it in the shopper's words; may be left out.
   */
  'note'?: (string);
  /**
   * Checks only: whether this could be sent back now.
   */
  'validate_only'?: (boolean);
}

/**
 * What to send back and why.
 */
export interface CreateReturnRequest__Output {
  /**
   * Id of the shopper, as the shop knows them.
   */
  'user_id': (string);
  /**
   * Id of the order, e.g. ORD-2024-0001.
   */
  'order_id': (string);
  /**
   * Money back or the same again.
   */
  'kind': (_turnfleet_order_v1_ReturnKind__Output);
  /**
   * SKU of the product to send back; left out: all that has not been sent back.
   */
  'sku': (string);
  /**
   * Pieces of that product; left out: all of them.
   */
  'quantity': (number);
  /**
   * Why. It decides how long after delivery something can be sent back; changed_mind if left out.
   */
  'reason': (_turnfleet_order_v1_ReturnReason__Output);
  /**
   * More about it in the shopper's words; may be left out.
   */
  'note': (string);
  /**
   * Checks only: whether this could be sent back now.
   */
  'validate_only': (boolean);
}
