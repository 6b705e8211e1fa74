/** A model at an endpoint, as one worker sees it. */
export interface DeploymentReport {
  readonly model: string;
  readonly endpoint: string;
  readonly breaker: 'closed' | 'open' | 'half_open';
  readonly inFlight: number;
  /** Fading counts of calls that went well and that did not. */
  readonly successes: number;
  readonly failures: number;
  /** Milliseconds; null where nothing was measured. */
  readonly firstTokenMs: number | null;
  readonly firstTokenP95Ms: number | null;
  /** For how long the endpoint asked to be left alone, milliseconds; a worker of an older version does not say. */
  readonly limitedForMs?: number | null;
}

/** What a worker used of an endpoint that takes so much in a minute, and what keeps it from using more. */
export interface EndpointReport {
  readonly endpoint: string;
  /** In the last minute, by this worker. */
  readonly requests: number;
  readonly tokens: number;
  /** As the whole fleet's count says, when it was last asked. */
  readonly held: { readonly why: string; readonly waitMs: number } | null;
}

/** What a worker tells the fleet of itself every few seconds. */
export interface WorkerReport {
  readonly worker: string;
  /** Turns being worked on, and how many may be. */
  readonly inFlight: number;
  readonly capacity: number;
  /** Turns fetched and waiting for their lane. */
  readonly waiting: number;
  /** Age of the turn that waits longest, milliseconds. */
  readonly queueAgeMs: number;
  readonly deployments: readonly DeploymentReport[];
  /** Those that have limits; a worker of an older version does not say. */
  readonly endpoints?: readonly EndpointReport[];
  /** Of the shop, an IANA name: hours in rules are in it. */
  readonly timeZone: string;
  /** Names the catalogue it goes by, see `FleetStatus.catalogues`. */
  readonly catalogue: string;
  /** What keeps an edit of its file from holding, one sentence each. */
  readonly problems: readonly string[];
  /** Endpoints that it cannot ask, each with the sentence that says why. */
  readonly unusable: Readonly<Record<string, string>>;
}
