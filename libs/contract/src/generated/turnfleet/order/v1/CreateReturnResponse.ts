// Original file: protos/turnfleet/order/v1/order.proto

import type { ReturnKind as _turnfleet_order_v1_ReturnKind, ReturnKind__Output as _turnfleet_order_v1_ReturnKind__Output } from '../../../turnfleet/order/v1/ReturnKind.ts';
import type { LocalizedText as _turnfleet_text_v1_LocalizedText, LocalizedText__Output as _turnfleet_text_v1_LocalizedText__Output } from '../../../turnfleet/text/v1/LocalizedText.ts';
import type { Money as _google_type_Money, Money__Output as _google_type_Money__Output } from '../../../google/type/Money.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';

/**
 * A return or an exchange that was opened.
 */
export interface CreateReturnResponse {
  /**
   * Id of the return; empty with `validate_only`.
   */
  'return_id'?: (string);
  /**
   * Id of the order.
   */
  'order_id'?: (string);
  /**
   * Money back or the same again.
   */
  'kind'?: (_turnfleet_order_v1_ReturnKind);
  /**
   * What is sent back, in a few words.
   */
  'product'?: (_turnfleet_text_v1_LocalizedText | null);
  /**
   * Pieces that are sent back.
   */
  'quantity'?: (number);
  /**
   * What goes back to the shopper once the goods are there; absent for an exchange.
   */
  'refund_amount'?: (_google_type_Money | null);
  /**
   * The shopper has to send it by then.
   */
  'send_by_time'?: (_google_protobuf_Timestamp | null);
}

/**
 * A return or an exchange that was opened.
 */
export interface CreateReturnResponse__Output {
  /**
   * Id of the return; empty with `validate_only`.
   */
  'return_id': (string);
  /**
   * Id of the order.
   */
  'order_id': (string);
  /**
   * Money back or the same again.
   */
  'kind': (_turnfleet_order_v1_ReturnKind__Output);
  /**
   * What is sent back, in a few words.
   */
  'product': (_turnfleet_text_v1_LocalizedText__Output | null);
  /**
   * Pieces that are sent back.
   */
  'quantity': (number);
  /**
   * What goes back to the shopper once the goods are there; absent for an exchange.
   */
  'refund_amount': (_google_type_Money__Output | null);
  /**
   * The shopper has to send it by then.
   */
  'send_by_time': (_google_protobuf_Timestamp__Output | null);
}
