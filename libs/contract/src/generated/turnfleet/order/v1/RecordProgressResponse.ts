// Original file: protos/turnfleet/order/v1/order.proto

import type { OrderStatus as _turnfleet_order_v1_OrderStatus, OrderStatus__Output as _turnfleet_order_v1_OrderStatus__Output } from '../../../turnfleet/order/v1/OrderStatus.ts';

/**
 * The order after a report.
 */
export interface RecordProgressResponse {
  /**
   * Where it stands.
   */
  'status'?: (_turnfleet_order_v1_OrderStatus);
}

/**
 * The order after a report.
 */
export interface RecordProgressResponse__Output {
  /**
   * Where it stands.
   */
  'status': (_turnfleet_order_v1_OrderStatus__Output);
}
