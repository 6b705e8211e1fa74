// Original file: protos/turnfleet/registry/v1/registry.proto

import type { Instance as _turnfleet_registry_v1_Instance, Instance__Output as _turnfleet_registry_v1_Instance__Output } from '../../../turnfleet/registry/v1/Instance.ts';

/**
 * Those that are listed at this moment.
 */
export interface WatchResponse {
  /**
   * In the order of their ids.
   */
  'instances'?: (_turnfleet_registry_v1_Instance)[];
}

/**
 * Those that are listed at this moment.
 */
export interface WatchResponse__Output {
  /**
   * In the order of their ids.
   */
  'instances': (_turnfleet_registry_v1_Instance__Output)[];
}
