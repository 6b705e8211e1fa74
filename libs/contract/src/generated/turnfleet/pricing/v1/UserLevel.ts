// Original file: protos/turnfleet/pricing/v1/pricing.proto

/**
 * Level of a shopper.
 */
export const UserLevel = {
  /**
   * Not said: treated as regular.
   */
  USER_LEVEL_UNSPECIFIED: 'USER_LEVEL_UNSPECIFIED',
  /**
   * Everyone.
   */
  USER_LEVEL_REGULAR: 'USER_LEVEL_REGULAR',
  /**
   * Buys often.
   */
  USER_LEVEL_SILVER: 'USER_LEVEL_SILVER',
  /**
   * Buys very often.
   */
  USER_LEVEL_GOLD: 'USER_LEVEL_GOLD',
} as const;

/**
 * Level of a shopper.
 */
export type UserLevel =
  /**
   * Not said: treated as regular.
   */
  | 'USER_LEVEL_UNSPECIFIED'
  | 0
  /**
   * Everyone.
   */
  | 'USER_LEVEL_REGULAR'
  | 1
  /**
   * Buys often.
   */
  | 'USER_LEVEL_SILVER'
  | 2
  /**
   * Buys very often.
   */
  | 'USER_LEVEL_GOLD'
  | 3

/**
 * Level of a shopper.
 */
export type UserLevel__Output = typeof UserLevel[keyof typeof UserLevel]
