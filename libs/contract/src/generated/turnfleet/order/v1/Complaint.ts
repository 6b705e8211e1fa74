// Original file: protos/turnfleet/order/v1/order.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';
import type { ComplaintState as _turnfleet_order_v1_ComplaintState, ComplaintState__Output as _turnfleet_order_v1_ComplaintState__Output } from '../../../turnfleet/order/v1/ComplaintState.ts';

/**
 * A complaint as staff see it.
 */
export interface Complaint {
  /**
   * E.g. CMP-2026-0001.
   */
  'complaint_id'?: (string);
  /**
   * Id of the order it is about; empty if it is about none.
   */
  'order_id'?: (string);
  /**
   * Id of the shopper.
   */
  'user_id'?: (string);
  /**
   * What the shopper said, in their own words.
   */
  'text'?: (string);
  /**
   * When it was recorded.
   */
  'file_time'?: (_google_protobuf_Timestamp | null);
  /**
   * Open or settled.
   */
  'state'?: (_turnfleet_order_v1_ComplaintState);
  /**
   * What came of it; empty while it is open.
   */
  'settlement'?: (string);
  /**
   * Who said so; empty while it is open.
   */
  'settled_by'?: (string);
  /**
   * When; absent while it is open.
   */
  'settle_time'?: (_google_protobuf_Timestamp | null);
}

/**
 * A complaint as staff see it.
 */
export interface Complaint__Output {
  /**
   * E.g. CMP-2026-0001.
   */
  'complaint_id': (string);
  /**
   * Id of the order it is about; empty if it is about none.
   */
  'order_id': (string);
  /**
   * Id of the shopper.
   */
  'user_id': (string);
  /**
   * What the shopper said, in their own words.
   */
  'text': (string);
  /**
   * When it was recorded.
   */
  'file_time': (_google_protobuf_Timestamp__Output | null);
  /**
   * Open or settled.
   */
  'state': (_turnfleet_order_v1_ComplaintState__Output);
  /**
   * What came of it; empty while it is open.
   */
  'settlement': (string);
  /**
   * Who said so; empty while it is open.
   */
  'settled_by': (string);
  /**
   * When; absent while it is open.
   */
  'settle_time': (_google_protobuf_Timestamp__Output | null);
}
