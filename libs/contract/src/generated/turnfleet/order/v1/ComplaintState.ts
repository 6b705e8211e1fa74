// Original file: protos/turnfleet/order/v1/order.proto

/**
 * Where a complaint stands.
 */
export const ComplaintState = {
  /**
   * Of a request: any.
   */
  COMPLAINT_STATE_UNSPECIFIED: 'COMPLAINT_STATE_UNSPECIFIED',
  /**
   * Nobody has said what came of it.
   */
  COMPLAINT_STATE_OPEN: 'COMPLAINT_STATE_OPEN',
  /**
   * Somebody has.
   */
  COMPLAINT_STATE_SETTLED: 'COMPLAINT_STATE_SETTLED',
} as const;

/**
 * Where a complaint stands.
 */
export type ComplaintState =
  /**
   * Of a request: any.
   */
  | 'COMPLAINT_STATE_UNSPECIFIED'
  | 0
  /**
   * Nobody has said what came of it.
   */
  | 'COMPLAINT_STATE_OPEN'
  | 1
  /**
   * Somebody has.
   */
  | 'COMPLAINT_STATE_SETTLED'
  | 2

/**
 * Where a complaint stands.
 */
export type ComplaintState__Output = typeof ComplaintState[keyof typeof ComplaintState]
