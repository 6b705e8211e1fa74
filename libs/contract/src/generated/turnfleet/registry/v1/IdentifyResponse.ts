// Original file: protos/turnfleet/registry/v1/registry.proto


/**
 * Who is there.
 */
export interface IdentifyResponse {
  /**
   * Id under which this instance registered.
   */
  'id'?: (string);
  /**
   * Its version.
   */
  'version'?: (string);
}

/**
 * Who is there.
 */
export interface IdentifyResponse__Output {
  /**
   * Id under which this instance registered.
   */
  'id': (string);
  /**
   * Its version.
   */
  'version': (string);
}
