// Original file: protos/turnfleet/registry/v1/registry.proto


/**
 * A sign of life.
 */
export interface HeartbeatRequest {
  /**
   * Id of the instance.
   */
  'id'?: (string);
  /**
   * Part of its capacity in use: 0 (idle) to 1 (full).
   */
  'load'?: (number | string);
}

/**
 * A sign of life.
 */
export interface HeartbeatRequest__Output {
  /**
   * Id of the instance.
   */
  'id': (string);
  /**
   * Part of its capacity in use: 0 (idle) to 1 (full).
   */
  'load': (number);
}
