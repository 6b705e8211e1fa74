// Original file: protos/turnfleet/order/v1/order.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';

/**
 * A recorded complaint.
 */
export interface FileComplaintResponse {
  /**
   * Its number, counted within the year, e.g. CMP-2026-0001.
   */
  'complaint_id'?: (string);
  /**
   * Id of the order it is about; empty if it is about none.
   */
  'order_id'?: (string);
  /**
   * When it was recorded.
   */
  'file_time'?: (_google_protobuf_Timestamp | null);
}

/**
 * A recorded complaint.
 */
export interface FileComplaintResponse__Output {
  /**
   * Its number, counted within the year, e.g. CMP-2026-0001.
   */
  'complaint_id': (string);
  /**
   * Id of the order it is about; empty if it is about none.
   */
  'order_id': (string);
  /**
   * When it was recorded.
   */
  'file_time': (_google_protobuf_Timestamp__Output | null);
}
