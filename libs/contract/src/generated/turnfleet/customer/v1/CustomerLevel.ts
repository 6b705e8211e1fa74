// Original file: protos/turnfleet/customer/v1/customer.proto

/**
 * Level of a shopper.
 */
export const CustomerLevel = {
  /**
   * Never sent.
   */
  CUSTOMER_LEVEL_UNSPECIFIED: 'CUSTOMER_LEVEL_UNSPECIFIED',
  /**
   * Everyone.
   */
  CUSTOMER_LEVEL_REGULAR: 'CUSTOMER_LEVEL_REGULAR',
  /**
   * Buys often.
   */
  CUSTOMER_LEVEL_SILVER: 'CUSTOMER_LEVEL_SILVER',
  /**
   * Buys very often.
   */
  CUSTOMER_LEVEL_GOLD: 'CUSTOMER_LEVEL_GOLD',
} as const;

/**
 * Level of a shopper.
 */
export type CustomerLevel =
  /**
   * Never sent.
   */
  | 'CUSTOMER_LEVEL_UNSPECIFIED'
  | 0
  /**
   * Everyone.
   */
  | 'CUSTOMER_LEVEL_REGULAR'
  | 1
  /**
   * Buys often.
   */
  | 'CUSTOMER_LEVEL_SILVER'
  | 2
  /**
   * Buys very often.
   */
  | 'CUSTOMER_LEVEL_GOLD'
  | 3

/**
 * Level of a shopper.
 */
export type CustomerLevel__Output = typeof CustomerLevel[keyof typeof CustomerLevel]
