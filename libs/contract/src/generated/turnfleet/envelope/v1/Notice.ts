// Original file: protos/turnfleet/envelope/v1/envelope.proto


/**
 * From those who run the shop, to everybody of a tenant.
 */
export interface Notice {
  /**
   * Grows with each notice of the tenant.
   */
  'id'?: (string);
  /**
   * What they say.
   */
  'text'?: (string);
}

/**
 * From those who run the shop, to everybody of a tenant.
 */
export interface Notice__Output {
  /**
   * Grows with each notice of the tenant.
   */
  'id': (string);
  /**
   * What they say.
   */
  'text': (string);
}
