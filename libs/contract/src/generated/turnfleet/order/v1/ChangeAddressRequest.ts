// Original file: protos/turnfleet/order/v1/order.proto


/**
 * An order and where it should go instead.
 */
export interface ChangeAddressRequest {
  /**
   * Id of the shopper, as the shop knows them.
   */
  'user_id'?: (string);
  /**
   * Id of the order, e.g. ORD-2024-0001.
   */
  'order_id'?: (string);
  /**
   * City it should go to, in Chinese or English, e.g. 上海 or Shanghai.
   */
  'city'?: (string);
  /**
   * Street, number and all else below the city.
   */
  'address'?: (string);
  /**
   * Who receives it; as before if left out.
   */
  'recipient'?: (string);
  /**
   * Telephone number of who receives it; as before if left out.
   */
  'phone'?: (string);
  /**
   * Checks only: whether the address could be changed now.
   */
  'validate_only'?: (boolean);
}

/**
 * An order and where it should go instead.
 */
export interface ChangeAddressRequest__Output {
  /**
   * Id of the shopper, as the shop knows them.
   */
  'user_id': (string);
  /**
   * Id of the order, e.g. ORD-2024-0001.
   */
  'order_id': (string);
  /**
   * City it should go to, in Chinese or English, e.g. 上海 or Shanghai.
   */
  'city': (string);
  /**
   * Street, number and all else below the city.
   */
  'address': (string);
  /**
   * Who receives it; as before if left out.
   */
  'recipient': (string);
  /**
   * Telephone number of who receives it; as before if left out.
   */
  'phone': (string);
  /**
   * Checks only: whether the address could be changed now.
   */
  'validate_only': (boolean);
}
