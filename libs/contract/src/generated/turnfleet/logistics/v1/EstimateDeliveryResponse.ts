// Original file: protos/turnfleet/logistics/v1/logistics.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';

/**
 * When it would arrive.
 */
export interface EstimateDeliveryResponse {
  /**
   * Warehouse it would come from.
   */
  'warehouse_id'?: (string);
  /**
   * Not before.
   */
  'earliest_time'?: (_google_protobuf_Timestamp | null);
  /**
   * Not after, normally.
   */
  'latest_time'?: (_google_protobuf_Timestamp | null);
  /**
   * Whether it lies there now; otherwise the times count from the restock.
   */
  'in_stock'?: (boolean);
}

/**
 * When it would arrive.
 */
export interface EstimateDeliveryResponse__Output {
  /**
   * Warehouse it would come from.
   */
  'warehouse_id': (string);
  /**
   * Not before.
   */
  'earliest_time': (_google_protobuf_Timestamp__Output | null);
  /**
   * Not after, normally.
   */
  'latest_time': (_google_protobuf_Timestamp__Output | null);
  /**
   * Whether it lies there now; otherwise the times count from the restock.
   */
  'in_stock': (boolean);
}
