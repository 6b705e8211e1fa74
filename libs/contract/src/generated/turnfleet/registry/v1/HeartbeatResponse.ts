// Original file: protos/turnfleet/registry/v1/registry.proto


/**
 * The lease is prolonged.
 */
export interface HeartbeatResponse {
}

/**
 * The lease is prolonged.
 */
export interface HeartbeatResponse__Output {
}
