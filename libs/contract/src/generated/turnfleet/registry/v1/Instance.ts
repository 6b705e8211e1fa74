// Original file: protos/turnfleet/registry/v1/registry.proto


/**
 * One process that serves one service or several.
 */
export interface Instance {
  /**
   * Made anew at each start of the process, e.g. a ULID.
   */
  'id'?: (string);
  /**
   * Where others reach it: `host:port`.
   */
  'address'?: (string);
  /**
   * Full names of the services it serves, without health, reflection and this package's.
   */
  'services'?: (string)[];
  /**
   * What these services say and mean: instances of one version have one descriptor set.
   */
  'version'?: (string);
  /**
   * Share of its version and of itself among its neighbours; 100 is usual, 0 gets nothing.
   */
  'weight'?: (number);
  /**
   * Where it runs; empty if that does not matter.
   */
  'region'?: (string);
  /**
   * Calls it can take at once; 0 if it does not say.
   */
  'capacity'?: (number);
  /**
   * Part of that capacity in use, as it said last: 0 (idle) to 1 (full).
   */
  'load'?: (number | string);
  /**
   * What a call costs, US dollars.
   */
  'cost_per_call'?: (number | string);
  /**
   * google.protobuf.FileDescriptorSet of the services; empty: ask the instance's reflection.
   */
  'descriptor_set'?: (Buffer | Uint8Array | string);
  /**
   * It finishes what it has and gets nothing new.
   */
  'draining'?: (boolean);
}

/**
 * One process that serves one service or several.
 */
export interface Instance__Output {
  /**
   * Made anew at each start of the process, e.g. a ULID.
   */
  'id': (string);
  /**
   * Where others reach it: `host:port`.
   */
  'address': (string);
  /**
   * Full names of the services it serves, without health, reflection and this package's.
   */
  'services': (string)[];
  /**
   * What these services say and mean: instances of one version have one descriptor set.
   */
  'version': (string);
  /**
   * Share of its version and of itself among its neighbours; 100 is usual, 0 gets nothing.
   */
  'weight': (number);
  /**
   * Where it runs; empty if that does not matter.
   */
  'region': (string);
  /**
   * Calls it can take at once; 0 if it does not say.
   */
  'capacity': (number);
  /**
   * Part of that capacity in use, as it said last: 0 (idle) to 1 (full).
   */
  'load': (number);
  /**
   * What a call costs, US dollars.
   */
  'cost_per_call': (number);
  /**
   * google.protobuf.FileDescriptorSet of the services; empty: ask the instance's reflection.
   */
  'descriptor_set': (Buffer);
  /**
   * It finishes what it has and gets nothing new.
   */
  'draining': (boolean);
}
