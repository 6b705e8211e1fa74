// Original file: protos/turnfleet/order/v1/order.proto

/**
 * What the shopper gets for what they send back.
 */
export const ReturnKind = {
  /**
   * Never sent.
   */
  RETURN_KIND_UNSPECIFIED: 'RETURN_KIND_UNSPECIFIED',
  /**
   * Money back.
   */
  RETURN_KIND_RETURN: 'RETURN_KIND_RETURN',
  /**
   * The same again.
   */
  RETURN_KIND_EXCHANGE: 'RETURN_KIND_EXCHANGE',
} as const;

/**
 * What the shopper gets for what they send back.
 */
export type ReturnKind =
  /**
   * Never sent.
   */
  | 'RETURN_KIND_UNSPECIFIED'
  | 0
  /**
   * Money back.
   */
  | 'RETURN_KIND_RETURN'
  | 1
  /**
   * The same again.
   */
  | 'RETURN_KIND_EXCHANGE'
  | 2

/**
 * What the shopper gets for what they send back.
 */
export type ReturnKind__Output = typeof ReturnKind[keyof typeof ReturnKind]
