// Original file: protos/turnfleet/order/v1/order.proto

import type { OrderStatus as _turnfleet_order_v1_OrderStatus, OrderStatus__Output as _turnfleet_order_v1_OrderStatus__Output } from '../../../turnfleet/order/v1/OrderStatus.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';
import type { OrderItem as _turnfleet_order_v1_OrderItem, OrderItem__Output as _turnfleet_order_v1_OrderItem__Output } from '../../../turnfleet/order/v1/OrderItem.ts';
import type { LocalizedText as _turnfleet_text_v1_LocalizedText, LocalizedText__Output as _turnfleet_text_v1_LocalizedText__Output } from '../../../turnfleet/text/v1/LocalizedText.ts';
import type { Money as _google_type_Money, Money__Output as _google_type_Money__Output } from '../../../google/type/Money.ts';
import type { OrderAction as _turnfleet_order_v1_OrderAction, OrderAction__Output as _turnfleet_order_v1_OrderAction__Output } from '../../../turnfleet/order/v1/OrderAction.ts';

/**
 * What a shopper ordered.
 */
export interface Order {
  /**
   * E.g. ORD-2024-0001.
   */
  'order_id'?: (string);
  /**
   * Where it stands.
   */
  'status'?: (_turnfleet_order_v1_OrderStatus);
  /**
   * When it was placed.
   */
  'place_time'?: (_google_protobuf_Timestamp | null);
  /**
   * What was ordered.
   */
  'items'?: (_turnfleet_order_v1_OrderItem)[];
  /**
   * All items in a few words.
   */
  'product'?: (_turnfleet_text_v1_LocalizedText | null);
  /**
   * Sum of the items.
   */
  'items_amount'?: (_google_type_Money | null);
  /**
   * Taken off, positive or zero.
   */
  'discount_amount'?: (_google_type_Money | null);
  /**
   * What was paid: items_amount less discount_amount.
   */
  'paid_amount'?: (_google_type_Money | null);
  /**
   * City it goes to.
   */
  'city'?: (_turnfleet_text_v1_LocalizedText | null);
  /**
   * All else of the address.
   */
  'address'?: (string);
  /**
   * When it was delivered; absent before.
   */
  'delivery_time'?: (_google_protobuf_Timestamp | null);
  /**
   * What can be done with it now.
   */
  'actions'?: (_turnfleet_order_v1_OrderAction)[];
  /**
   * Whether its invoice was requested.
   */
  'invoice_requested'?: (boolean);
}

/**
 * What a shopper ordered.
 */
export interface Order__Output {
  /**
   * E.g. ORD-2024-0001.
   */
  'order_id': (string);
  /**
   * Where it stands.
   */
  'status': (_turnfleet_order_v1_OrderStatus__Output);
  /**
   * When it was placed.
   */
  'place_time': (_google_protobuf_Timestamp__Output | null);
  /**
   * What was ordered.
   */
  'items': (_turnfleet_order_v1_OrderItem__Output)[];
  /**
   * All items in a few words.
   */
  'product': (_turnfleet_text_v1_LocalizedText__Output | null);
  /**
   * Sum of the items.
   */
  'items_amount': (_google_type_Money__Output | null);
  /**
   * Taken off, positive or zero.
   */
  'discount_amount': (_google_type_Money__Output | null);
  /**
   * What was paid: items_amount less discount_amount.
   */
  'paid_amount': (_google_type_Money__Output | null);
  /**
   * City it goes to.
   */
  'city': (_turnfleet_text_v1_LocalizedText__Output | null);
  /**
   * All else of the address.
   */
  'address': (string);
  /**
   * When it was delivered; absent before.
   */
  'delivery_time': (_google_protobuf_Timestamp__Output | null);
  /**
   * What can be done with it now.
   */
  'actions': (_turnfleet_order_v1_OrderAction__Output)[];
  /**
   * Whether its invoice was requested.
   */
  'invoice_requested': (boolean);
}
