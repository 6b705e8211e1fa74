// Original file: protos/turnfleet/tool/v1/tool.proto

/**
 * What a repeated call does.
 */
export const Idempotency = {
  /**
   * Not said: treated as if every call had an effect of its own, so never repeated.
   */
  IDEMPOTENCY_UNSPECIFIED: 'IDEMPOTENCY_UNSPECIFIED',
  /**
   * Changes nothing; may be repeated, cached and shared.
   */
  IDEMPOTENCY_READ_ONLY: 'IDEMPOTENCY_READ_ONLY',
  /**
   * Changes something, once, however often it is called with the same arguments.
   */
  IDEMPOTENCY_IDEMPOTENT: 'IDEMPOTENCY_IDEMPOTENT',
  /**
   * Changes something at each call, but once per `idempotency-key` in the metadata.
   */
  IDEMPOTENCY_KEYED: 'IDEMPOTENCY_KEYED',
} as const;

/**
 * What a repeated call does.
 */
export type Idempotency =
  /**
   * Not said: treated as if every call had an effect of its own, so never repeated.
   */
  | 'IDEMPOTENCY_UNSPECIFIED'
  | 0
  /**
   * Changes nothing; may be repeated, cached and shared.
   */
  | 'IDEMPOTENCY_READ_ONLY'
  | 1
  /**
   * Changes something, once, however often it is called with the same arguments.
   */
  | 'IDEMPOTENCY_IDEMPOTENT'
  | 2
  /**
   * Changes something at each call, but once per `idempotency-key` in the metadata.
   */
  | 'IDEMPOTENCY_KEYED'
  | 3

/**
 * What a repeated call does.
 */
export type Idempotency__Output = typeof Idempotency[keyof typeof Idempotency]
