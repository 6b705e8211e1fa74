// Original file: protos/turnfleet/order/v1/order.proto


/**
 * The invoice that is wanted.
 */
export interface RequestInvoiceRequest {
  /**
   * Id of the shopper, as the shop knows them.
   */
  'user_id'?: (string);
  /**
   * Id of the order, e.g. ORD-2024-0001.
   */
  'order_id'?: (string);
  /**
   * Whom it is made out to: a person's or a company's name.
   */
  'title'?: (string);
  /**
   * Tax number of the company, 15 to 20 letters and digits; left out for a person.
   */
  'tax_number'?: (string);
  /**
   * Checks only: whether it could be requested now.
   */
  'validate_only'?: (boolean);
}

/**
 * The invoice that is wanted.
 */
export interface RequestInvoiceRequest__Output {
  /**
   * Id of the shopper, as the shop knows them.
   */
  'user_id': (string);
  /**
   * Id of the order, e.g. ORD-2024-0001.
   */
  'order_id': (string);
  /**
   * Whom it is made out to: a person's or a company's name.
   */
  'title': (string);
  /**
   * Tax number of the company, 15 to 20 letters and digits; left out for a person.
   */
  'tax_number': (string);
  /**
   * Checks only: whether it could be requested now.
   */
  'validate_only': (boolean);
}
