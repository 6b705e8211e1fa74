// Original file: protos/turnfleet/order/v1/order.proto


/**
 * What the shopper complains of.
 */
export interface FileComplaintRequest {
  /**
   * Id of the shopper, as the shop knows them.
   */
  'user_id'?: (string);
  /**
   * Id of the order it is about, e.g. ORD-2024-0001; left out if it is about none.
   */
  'order_id'?: (string);
  /**
   * What the shopper said, in their own words.
   */
  'text'?: (string);
}

/**
 * What the shopper complains of.
 */
export interface FileComplaintRequest__Output {
  /**
   * Id of the shopper, as the shop knows them.
   */
  'user_id': (string);
  /**
   * Id of the order it is about, e.g. ORD-2024-0001; left out if it is about none.
   */
  'order_id': (string);
  /**
   * What the shopper said, in their own words.
   */
  'text': (string);
}
