// Original file: protos/turnfleet/tool/v1/tool.proto

/**
 * How much of a value may be seen outside the call.
 */
export const Mask = {
  /**
   * All of it.
   */
  MASK_UNSPECIFIED: 'MASK_UNSPECIFIED',
  /**
   * Its last four characters.
   */
  MASK_LAST_FOUR: 'MASK_LAST_FOUR',
  /**
   * Nothing of it.
   */
  MASK_ALL: 'MASK_ALL',
} as const;

/**
 * How much of a value may be seen outside the call.
 */
export type Mask =
  /**
   * All of it.
   */
  | 'MASK_UNSPECIFIED'
  | 0
  /**
   * Its last four characters.
   */
  | 'MASK_LAST_FOUR'
  | 1
  /**
   * Nothing of it.
   */
  | 'MASK_ALL'
  | 2

/**
 * How much of a value may be seen outside the call.
 */
export type Mask__Output = typeof Mask[keyof typeof Mask]
