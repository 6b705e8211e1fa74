// Original file: protos/turnfleet/order/v1/order.proto

/**
 * Why something is sent back.
 */
export const ReturnReason = {
  /**
   * Not said: treated as changed mind.
   */
  RETURN_REASON_UNSPECIFIED: 'RETURN_REASON_UNSPECIFIED',
  /**
   * No longer wanted: within 7 days of delivery.
   */
  RETURN_REASON_CHANGED_MIND: 'RETURN_REASON_CHANGED_MIND',
  /**
   * Arrived damaged or does not work: within 15 days of delivery.
   */
  RETURN_REASON_DEFECTIVE: 'RETURN_REASON_DEFECTIVE',
  /**
   * Not what was ordered or described: within 15 days of delivery.
   */
  RETURN_REASON_WRONG_ITEM: 'RETURN_REASON_WRONG_ITEM',
} as const;

/**
 * Why something is sent back.
 */
export type ReturnReason =
  /**
   * Not said: treated as changed mind.
   */
  | 'RETURN_REASON_UNSPECIFIED'
  | 0
  /**
   * No longer wanted: within 7 days of delivery.
   */
  | 'RETURN_REASON_CHANGED_MIND'
  | 1
  /**
   * Arrived damaged or does not work: within 15 days of delivery.
   */
  | 'RETURN_REASON_DEFECTIVE'
  | 2
  /**
   * Not what was ordered or described: within 15 days of delivery.
   */
  | 'RETURN_REASON_WRONG_ITEM'
  | 3

/**
 * Why something is sent back.
 */
export type ReturnReason__Output = typeof ReturnReason[keyof typeof ReturnReason]
