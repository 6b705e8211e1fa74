// Original file: protos/turnfleet/registry/v1/registry.proto


/**
 * Takes an instance out.
 */
export interface DeregisterRequest {
  /**
   * Id of the instance.
   */
  'id'?: (string);
}

/**
 * Takes an instance out.
 */
export interface DeregisterRequest__Output {
  /**
   * Id of the instance.
   */
  'id': (string);
}
