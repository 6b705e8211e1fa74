/** One process that serves one service or several, as it is listed. */
export interface Instance {
  /** Made anew at each start of the process. */
  readonly id: string;
  /** `host:port` */
  readonly address: string;
  /** Full names, e.g. `turnfleet.inventory.v1.InventoryService`. */
  readonly services: readonly string[];
  /** Instances of one version mean the same by what they serve. */
  readonly version: string;
  /** Share among its neighbours; 100 is usual, 0 gets nothing. */
  readonly weight: number;
  /** Empty if that does not matter. */
  readonly region: string;
  /** Calls it can take at once; 0 if it does not say. */
  readonly capacity: number;
  /** Part of its capacity in use, as it said last: 0 to 1. */
  readonly load: number;
  /** US dollars. */
  readonly costPerCall: number;
  /** google.protobuf.FileDescriptorSet in base64; empty: its reflection has it. */
  readonly descriptorSet: string;
  /** It gets nothing new. */
  readonly draining: boolean;
}
