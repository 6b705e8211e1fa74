// Original file: protos/turnfleet/order/v1/order.proto

import type { Complaint as _turnfleet_order_v1_Complaint, Complaint__Output as _turnfleet_order_v1_Complaint__Output } from '../../../turnfleet/order/v1/Complaint.ts';

/**
 * The complaint as it stands.
 */
export interface SettleComplaintResponse {
  /**
   * Settled, by whoever was first.
   */
  'complaint'?: (_turnfleet_order_v1_Complaint | null);
}

/**
 * The complaint as it stands.
 */
export interface SettleComplaintResponse__Output {
  /**
   * Settled, by whoever was first.
   */
  'complaint': (_turnfleet_order_v1_Complaint__Output | null);
}
