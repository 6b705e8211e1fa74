// Original file: protos/turnfleet/order/v1/order.proto

import type { Order as _turnfleet_order_v1_Order, Order__Output as _turnfleet_order_v1_Order__Output } from '../../../turnfleet/order/v1/Order.ts';

/**
 * One order.
 */
export interface GetOrderResponse {
  /**
   * The order.
   */
  'order'?: (_turnfleet_order_v1_Order | null);
}

/**
 * One order.
 */
export interface GetOrderResponse__Output {
  /**
   * The order.
   */
  'order': (_turnfleet_order_v1_Order__Output | null);
}
