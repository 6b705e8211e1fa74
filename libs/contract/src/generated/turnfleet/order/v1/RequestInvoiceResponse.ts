// Original file: protos/turnfleet/order/v1/order.proto

import type { Money as _google_type_Money, Money__Output as _google_type_Money__Output } from '../../../google/type/Money.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';

/**
 * An invoice that was requested.
 */
export interface RequestInvoiceResponse {
  /**
   * Id of the request; empty with `validate_only`.
   */
  'invoice_id'?: (string);
  /**
   * Id of the order.
   */
  'order_id'?: (string);
  /**
   * Whom it is made out to.
   */
  'title'?: (string);
  /**
   * What it is about: paid, less what was refunded.
   */
  'amount'?: (_google_type_Money | null);
  /**
   * It is made by then.
   */
  'ready_time'?: (_google_protobuf_Timestamp | null);
}

/**
 * An invoice that was requested.
 */
export interface RequestInvoiceResponse__Output {
  /**
   * Id of the request; empty with `validate_only`.
   */
  'invoice_id': (string);
  /**
   * Id of the order.
   */
  'order_id': (string);
  /**
   * Whom it is made out to.
   */
  'title': (string);
  /**
   * What it is about: paid, less what was refunded.
   */
  'amount': (_google_type_Money__Output | null);
  /**
   * It is made by then.
   */
  'ready_time': (_google_protobuf_Timestamp__Output | null);
}
