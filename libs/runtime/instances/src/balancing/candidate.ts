/** An instance as a balancer sees it for one call. */
export interface CallCandidate {
  readonly id: string;
  /** Share among its neighbours, above 0. */
  readonly weight: number;
  /** Empty where it was not said. */
  readonly region: string;
  /** Calls it takes at once; 0 where it was not said. */
  readonly capacity: number;
  /** As it reported last, 0 to 1. */
  readonly load: number;
  /** US dollars. */
  readonly costPerCall: number;
  /** Calls of this process that are under way. */
  readonly inFlight: number;
  /** Moving average of this process, milliseconds; null where nothing was measured. */
  readonly latencyMs: number | null;
}
