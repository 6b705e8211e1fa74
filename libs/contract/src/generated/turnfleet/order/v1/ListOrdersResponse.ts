// Original file: protos/turnfleet/order/v1/order.proto

import type { Order as _turnfleet_order_v1_Order, Order__Output as _turnfleet_order_v1_Order__Output } from '../../../turnfleet/order/v1/Order.ts';

/**
 * Orders that fit.
 */
export interface ListOrdersResponse {
  /**
   * Newest first.
   */
  'orders'?: (_turnfleet_order_v1_Order)[];
  /**
   * How many fit, given or not.
   */
  'total_size'?: (number);
}

/**
 * Orders that fit.
 */
export interface ListOrdersResponse__Output {
  /**
   * Newest first.
   */
  'orders': (_turnfleet_order_v1_Order__Output)[];
  /**
   * How many fit, given or not.
   */
  'total_size': (number);
}
