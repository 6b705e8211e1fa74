// Original file: protos/turnfleet/customer/v1/customer.proto


/**
 * Whose profile.
 */
export interface GetCustomerProfileRequest {
  /**
   * Id of the shopper, as the shop knows them.
   */
  'user_id'?: (string);
}

/**
 * Whose profile.
 */
export interface GetCustomerProfileRequest__Output {
  /**
   * Id of the shopper, as the shop knows them.
   */
  'user_id': (string);
}
