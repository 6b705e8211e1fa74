// Original file: protos/turnfleet/order/v1/order.proto


/**
 * Names the order to cancel.
 */
export interface CancelOrderRequest {
  /**
   * Id of the shopper, as the shop knows them.
   */
  'user_id'?: (string);
  /**
   * Id of the order, e.g. ORD-2024-0001.
   */
  'order_id'?: (string);
  /**
   * Why, in the shopper's words; may be left out.
   */
  'reason'?: (string);
  /**
   * Checks only: whether this could be cancelled now.
   */
  'validate_only'?: (boolean);
}

/**
 * Names the order to cancel.
 */
export interface CancelOrderRequest__Output {
  /**
   * Id of the shopper, as the shop knows them.
   */
  'user_id': (string);
  /**
   * Id of the order, e.g. ORD-2024-0001.
   */
  'order_id': (string);
  /**
   * Why, in the shopper's words; may be left out.
   */
  'reason': (string);
  /**
   * Checks only: whether this could be cancelled now.
   */
  'validate_only': (boolean);
}
