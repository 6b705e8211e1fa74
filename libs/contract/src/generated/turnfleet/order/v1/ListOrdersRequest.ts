// Original file: protos/turnfleet/order/v1/order.proto

import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';
import type { OrderStatus as _turnfleet_order_v1_OrderStatus, OrderStatus__Output as _turnfleet_order_v1_OrderStatus__Output } from '../../../turnfleet/order/v1/OrderStatus.ts';

/**
 * Which orders of the shopper; what is left out does not narrow.
 */
export interface ListOrdersRequest {
  /**
   * Id of the shopper, as the shop knows them.
   */
  'user_id'?: (string);
  /**
   * Placed at this time or later. For "yesterday at three" half an hour before it: people round.
   */
  'placed_after'?: (_google_protobuf_Timestamp | null);
  /**
   * Placed before this time. For "yesterday at three" half an hour after it.
   */
  'placed_before'?: (_google_protobuf_Timestamp | null);
  /**
   * In one of these states.
   */
  'statuses'?: (_turnfleet_order_v1_OrderStatus)[];
  /**
   * What the shopper calls the product, in Chinese or English, e.g. 手机, phone, X1 Ultra; or its SKU.
   */
  'product'?: (string);
  /**
   * Most orders to give; 10 if left out.
   */
  'limit'?: (number);
}

/**
 * Which orders of the shopper; what is left out does not narrow.
 */
export interface ListOrdersRequest__Output {
  /**
   * Id of the shopper, as the shop knows them.
   */
  'user_id': (string);
  /**
   * Placed at this time or later. For "yesterday at three" half an hour before it: people round.
   */
  'placed_after': (_google_protobuf_Timestamp__Output | null);
  /**
   * Placed before this time. For "yesterday at three" half an hour after it.
   */
  'placed_before': (_google_protobuf_Timestamp__Output | null);
  /**
   * In one of these states.
   */
  'statuses': (_turnfleet_order_v1_OrderStatus__Output)[];
  /**
   * What the shopper calls the product, in Chinese or English, e.g. 手机, phone, X1 Ultra; or its SKU.
   */
  'product': (string);
  /**
   * Most orders to give; 10 if left out.
   */
  'limit': (number);
}
