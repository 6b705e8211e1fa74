// Original file: protos/turnfleet/order/v1/order.proto

import type { Complaint as _turnfleet_order_v1_Complaint, Complaint__Output as _turnfleet_order_v1_Complaint__Output } from '../../../turnfleet/order/v1/Complaint.ts';

/**
 * Complaints, the latest first.
 */
export interface ListComplaintsResponse {
  /**
   * As many as were asked for, or as there are.
   */
  'complaints'?: (_turnfleet_order_v1_Complaint)[];
  /**
   * How many there are in that state.
   */
  'total_size'?: (number);
}

/**
 * Complaints, the latest first.
 */
export interface ListComplaintsResponse__Output {
  /**
   * As many as were asked for, or as there are.
   */
  'complaints': (_turnfleet_order_v1_Complaint__Output)[];
  /**
   * How many there are in that state.
   */
  'total_size': (number);
}
