// Original file: protos/turnfleet/registry/v1/registry.proto


/**
 * It gets nothing new.
 */
export interface DeregisterResponse {
}

/**
 * It gets nothing new.
 */
export interface DeregisterResponse__Output {
}
