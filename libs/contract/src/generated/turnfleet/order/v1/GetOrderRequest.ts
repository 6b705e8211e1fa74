// Original file: protos/turnfleet/order/v1/order.proto


/**
 * Names an order.
 */
export interface GetOrderRequest {
  /**
   * Id of the shopper, as the shop knows them.
   */
  'user_id'?: (string);
  /**
   * Id of the order, e.g. ORD-2024-0001.
   */
  'order_id'?: (string);
}

/**
 * Names an order.
 */
export interface GetOrderRequest__Output {
  /**
   * Id of the shopper, as the shop knows them.
   */
  'user_id': (string);
  /**
   * Id of the order, e.g. ORD-2024-0001.
   */
  'order_id': (string);
}
