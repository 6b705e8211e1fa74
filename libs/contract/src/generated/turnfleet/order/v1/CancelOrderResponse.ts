// Original file: protos/turnfleet/order/v1/order.proto

import type { OrderStatus as _turnfleet_order_v1_OrderStatus, OrderStatus__Output as _turnfleet_order_v1_OrderStatus__Output } from '../../../turnfleet/order/v1/OrderStatus.ts';
import type { LocalizedText as _turnfleet_text_v1_LocalizedText, LocalizedText__Output as _turnfleet_text_v1_LocalizedText__Output } from '../../../turnfleet/text/v1/LocalizedText.ts';
import type { Money as _google_type_Money, Money__Output as _google_type_Money__Output } from '../../../google/type/Money.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';

/**
 * A cancelled order.
 */
export interface CancelOrderResponse {
  /**
   * Id of the order.
   */
  'order_id'?: (string);
  /**
   * Cancelled, or what it would be.
   */
  'status'?: (_turnfleet_order_v1_OrderStatus);
  /**
   * What was ordered, in a few words.
   */
  'product'?: (_turnfleet_text_v1_LocalizedText | null);
  /**
   * What goes back to the shopper: all that was paid.
   */
  'refund_amount'?: (_google_type_Money | null);
  /**
   * When it was cancelled; absent with `validate_only`.
   */
  'cancel_time'?: (_google_protobuf_Timestamp | null);
}

/**
 * A cancelled order.
 */
export interface CancelOrderResponse__Output {
  /**
   * Id of the order.
   */
  'order_id': (string);
  /**
   * Cancelled, or what it would be.
   */
  'status': (_turnfleet_order_v1_OrderStatus__Output);
  /**
   * What was ordered, in a few words.
   */
  'product': (_turnfleet_text_v1_LocalizedText__Output | null);
  /**
   * What goes back to the shopper: all that was paid.
   */
  'refund_amount': (_google_type_Money__Output | null);
  /**
   * When it was cancelled; absent with `validate_only`.
   */
  'cancel_time': (_google_protobuf_Timestamp__Output | null);
}
