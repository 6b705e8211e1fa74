// Original file: protos/turnfleet/registry/v1/registry.proto


/**
 * Asks who is there.
 */
export interface IdentifyRequest {
}

/**
 * Asks who is there.
 */
export interface IdentifyRequest__Output {
}
