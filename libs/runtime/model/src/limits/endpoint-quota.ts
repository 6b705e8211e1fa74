/** What calls take of an endpoint. */
export interface EndpointUse {
  readonly requests: number;
  readonly tokens: number;
}

/** What an endpoint takes in a minute; null where nothing limits it. */
export interface PerMinute {
  readonly requests: number | null;
  readonly tokens: number | null;
}

export type Taken =
  /** `at` names when it was, for `add`. */
  | { readonly granted: true; readonly at: number }
  /** How long until there is room, if nobody else takes it; `by` is the limit that was reached. */
  | { readonly granted: false; readonly waitMs: number; readonly by: 'requests' | 'tokens' };

/**
 * What all processes together use of each endpoint, over the last minute. Invariant: no 60 seconds see more granted than
 * the limit that it was granted under. Fails with `overloaded` when it is away.
 */
export interface EndpointQuota {
  /** Counts the use if the minute has room for all of it; an ask for more than a minute has is never granted. */
  take(endpoint: string, use: EndpointUse, limits: PerMinute): Promise<Taken>;
  /** Counts what was used without being taken, or gives back (below zero): at the time of a grant, or now. */
  add(endpoint: string, use: EndpointUse, at: number | null): Promise<void>;
}
