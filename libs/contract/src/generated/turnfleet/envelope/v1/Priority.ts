// Original file: protos/turnfleet/envelope/v1/envelope.proto

/**
 * Urgency, with the same numbers as the event extension `ce_priority`.
 */
export const Priority = {
  /**
   * Not said: normal.
   */
  PRIORITY_UNSPECIFIED: 'PRIORITY_UNSPECIFIED',
  /**
   * Before all others.
   */
  PRIORITY_HIGH: 'PRIORITY_HIGH',
  /**
   * The usual.
   */
  PRIORITY_NORMAL: 'PRIORITY_NORMAL',
  /**
   * When nothing else waits.
   */
  PRIORITY_LOW: 'PRIORITY_LOW',
} as const;

/**
 * Urgency, with the same numbers as the event extension `ce_priority`.
 */
export type Priority =
  /**
   * Not said: normal.
   */
  | 'PRIORITY_UNSPECIFIED'
  | 0
  /**
   * Before all others.
   */
  | 'PRIORITY_HIGH'
  | 1
  /**
   * The usual.
   */
  | 'PRIORITY_NORMAL'
  | 2
  /**
   * When nothing else waits.
   */
  | 'PRIORITY_LOW'
  | 3

/**
 * Urgency, with the same numbers as the event extension `ce_priority`.
 */
export type Priority__Output = typeof Priority[keyof typeof Priority]
