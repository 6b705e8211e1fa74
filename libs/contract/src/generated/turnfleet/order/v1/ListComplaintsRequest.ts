// Original file: protos/turnfleet/order/v1/order.proto

import type { ComplaintState as _turnfleet_order_v1_ComplaintState, ComplaintState__Output as _turnfleet_order_v1_ComplaintState__Output } from '../../../turnfleet/order/v1/ComplaintState.ts';

/**
 * Which complaints.
 */
export interface ListComplaintsRequest {
  /**
   * The tenant whose shoppers complained.
   */
  'tenant'?: (string);
  /**
   * Only those that stand so.
   */
  'state'?: (_turnfleet_order_v1_ComplaintState);
  /**
   * At most so many, 1 to 200; 0: 50.
   */
  'limit'?: (number);
  /**
   * Those that were recorded before this one, for the next page; empty: from the latest on.
   */
  'before_id'?: (string);
}

/**
 * Which complaints.
 */
export interface ListComplaintsRequest__Output {
  /**
   * The tenant whose shoppers complained.
   */
  'tenant': (string);
  /**
   * Only those that stand so.
   */
  'state': (_turnfleet_order_v1_ComplaintState__Output);
  /**
   * At most so many, 1 to 200; 0: 50.
   */
  'limit': (number);
  /**
   * Those that were recorded before this one, for the next page; empty: from the latest on.
   */
  'before_id': (string);
}
