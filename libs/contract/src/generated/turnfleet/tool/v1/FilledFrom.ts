// Original file: protos/turnfleet/tool/v1/tool.proto

/**
 * What of a turn a field is filled with.
 */
export const FilledFrom = {
  /**
   * Nothing: the model says it.
   */
  FILLED_FROM_UNSPECIFIED: 'FILLED_FROM_UNSPECIFIED',
  /**
   * Id of the shopper whose turn it is. Without one a tool that requires it is not called.
   */
  FILLED_FROM_USER_ID: 'FILLED_FROM_USER_ID',
} as const;

/**
 * What of a turn a field is filled with.
 */
export type FilledFrom =
  /**
   * Nothing: the model says it.
   */
  | 'FILLED_FROM_UNSPECIFIED'
  | 0
  /**
   * Id of the shopper whose turn it is. Without one a tool that requires it is not called.
   */
  | 'FILLED_FROM_USER_ID'
  | 1

/**
 * What of a turn a field is filled with.
 */
export type FilledFrom__Output = typeof FilledFrom[keyof typeof FilledFrom]
