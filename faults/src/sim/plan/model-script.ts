/** What goes wrong with one request to the model. */
export type ModelFault =
  | 'rate_limited'
  | 'rate_limited_with_time'
  | 'server_error'
  | 'hangs'
  | 'hangs_midway'
  | 'cut_midway'
  | 'empty'
  | 'kills_worker';

/** How a tool that is asked behaves; `unknown` and `malformed` are the model's faults. */
export type ToolBehaviour =
  | 'well'
  | 'slow'
  | 'hangs'
  | 'unavailable'
  | 'fails'
  | 'wrong'
  | 'unknown'
  | 'malformed'
  /**
   * Asks for something to be done, once the shopper says yes; `reserves_untold`: it is done, but the answer gets lost;
   * `reserves_never`: the service cannot be reached.
   */
  | 'reserves'
  | 'reserves_untold'
  | 'reserves_never';

/** What the model does about a turn. */
export interface ModelScript {
  /** One for each request about the turn, in order; afterwards all goes well. */
  readonly faults: readonly ModelFault[];
  /** Tool calls of each step before the answer. */
  readonly steps: readonly (readonly ToolBehaviour[])[];
  /** It never stops calling tools by itself. */
  readonly endless: boolean;
  /** Of the answer; each comes in a piece of its own. */
  readonly words: number;
  /** Letters of the first piece besides its words. */
  readonly letters?: number;
  /** Milliseconds before each piece. */
  readonly paceMs: number;
}
