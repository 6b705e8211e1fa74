// Original file: protos/turnfleet/registry/v1/registry.proto

import type { Instance as _turnfleet_registry_v1_Instance, Instance__Output as _turnfleet_registry_v1_Instance__Output } from '../../../turnfleet/registry/v1/Instance.ts';

/**
 * Lists an instance.
 */
export interface RegisterRequest {
  /**
   * As it wants to be found.
   */
  'instance'?: (_turnfleet_registry_v1_Instance | null);
}

/**
 * Lists an instance.
 */
export interface RegisterRequest__Output {
  /**
   * As it wants to be found.
   */
  'instance': (_turnfleet_registry_v1_Instance__Output | null);
}
