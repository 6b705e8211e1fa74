// Original file: protos/turnfleet/registry/v1/registry.proto


/**
 * Asks for instances.
 */
export interface DiscoverRequest {
  /**
   * Full name of a service; empty for all.
   */
  'service'?: (string);
}

/**
 * Asks for instances.
 */
export interface DiscoverRequest__Output {
  /**
   * Full name of a service; empty for all.
   */
  'service': (string);
}
