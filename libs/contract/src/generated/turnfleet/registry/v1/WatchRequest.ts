// Original file: protos/turnfleet/registry/v1/registry.proto


/**
 * Asks for instances, now and later.
 */
export interface WatchRequest {
  /**
   * Full name of a service; empty for all.
   */
  'service'?: (string);
}

/**
 * Asks for instances, now and later.
 */
export interface WatchRequest__Output {
  /**
   * Full name of a service; empty for all.
   */
  'service': (string);
}
