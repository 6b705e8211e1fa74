// Original file: protos/turnfleet/registry/v1/registry.proto

import type { Duration as _google_protobuf_Duration, Duration__Output as _google_protobuf_Duration__Output } from '../../../google/protobuf/Duration.ts';

/**
 * How to stay listed.
 */
export interface RegisterResponse {
  /**
   * A heartbeat is wanted this often.
   */
  'heartbeat_interval'?: (_google_protobuf_Duration | null);
}

/**
 * How to stay listed.
 */
export interface RegisterResponse__Output {
  /**
   * A heartbeat is wanted this often.
   */
  'heartbeat_interval': (_google_protobuf_Duration__Output | null);
}
