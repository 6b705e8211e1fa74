// Original file: protos/turnfleet/order/v1/order.proto

import type { LocalizedText as _turnfleet_text_v1_LocalizedText, LocalizedText__Output as _turnfleet_text_v1_LocalizedText__Output } from '../../../turnfleet/text/v1/LocalizedText.ts';

/**
 * Where an order goes now.
 */
export interface ChangeAddressResponse {
  /**
   * Id of the order.
   */
  'order_id'?: (string);
  /**
   * City as the shop spells it.
   */
  'city'?: (_turnfleet_text_v1_LocalizedText | null);
  /**
   * All else of the address.
   */
  'address'?: (string);
}

/**
 * Where an order goes now.
 */
export interface ChangeAddressResponse__Output {
  /**
   * Id of the order.
   */
  'order_id': (string);
  /**
   * City as the shop spells it.
   */
  'city': (_turnfleet_text_v1_LocalizedText__Output | null);
  /**
   * All else of the address.
   */
  'address': (string);
}
