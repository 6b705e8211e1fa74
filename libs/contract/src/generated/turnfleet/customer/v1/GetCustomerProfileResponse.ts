// Original file: protos/turnfleet/customer/v1/customer.proto

import type { CustomerLevel as _turnfleet_customer_v1_CustomerLevel, CustomerLevel__Output as _turnfleet_customer_v1_CustomerLevel__Output } from '../../../turnfleet/customer/v1/CustomerLevel.ts';

/**
 * What the shop knows of a shopper.
 */
export interface GetCustomerProfileResponse {
  /**
   * Name with all but its first character hidden.
   */
  'name'?: (string);
  /**
   * Decides discounts.
   */
  'level'?: (_turnfleet_customer_v1_CustomerLevel);
  /**
   * City that orders usually go to, in the language of the shopper; empty if there is none.
   */
  'default_city'?: (string);
  /**
   * Language the shopper prefers, as a BCP 47 tag: zh-CN or en.
   */
  'preferred_language'?: (string);
}

/**
 * What the shop knows of a shopper.
 */
export interface GetCustomerProfileResponse__Output {
  /**
   * Name with all but its first character hidden.
   */
  'name': (string);
  /**
   * Decides discounts.
   */
  'level': (_turnfleet_customer_v1_CustomerLevel__Output);
  /**
   * City that orders usually go to, in the language of the shopper; empty if there is none.
   */
  'default_city': (string);
  /**
   * Language the shopper prefers, as a BCP 47 tag: zh-CN or en.
   */
  'preferred_language': (string);
}
