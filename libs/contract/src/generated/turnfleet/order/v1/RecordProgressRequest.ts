// Original file: protos/turnfleet/order/v1/order.proto

import type { OrderProgress as _turnfleet_order_v1_OrderProgress, OrderProgress__Output as _turnfleet_order_v1_OrderProgress__Output } from '../../../turnfleet/order/v1/OrderProgress.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';

/**
 * How far an order has got.
 */
export interface RecordProgressRequest {
  /**
   * Id of the order, e.g. ORD-2024-0001.
   */
  'order_id'?: (string);
  /**
   * What happened to it.
   */
  'progress'?: (_turnfleet_order_v1_OrderProgress);
  /**
   * When; now if left out.
   */
  'event_time'?: (_google_protobuf_Timestamp | null);
}

/**
 * How far an order has got.
 */
export interface RecordProgressRequest__Output {
  /**
   * Id of the order, e.g. ORD-2024-0001.
   */
  'order_id': (string);
  /**
   * What happened to it.
   */
  'progress': (_turnfleet_order_v1_OrderProgress__Output);
  /**
   * When; now if left out.
   */
  'event_time': (_google_protobuf_Timestamp__Output | null);
}
