export interface RealOptions {
  readonly seed: number;
  readonly turns: number;
  /** Turns offered a second. */
  readonly rate: number;
  /** From a request to the model's first token, milliseconds: the longer, the more turns are in flight. */
  readonly modelMs: number;
  /** Clients that talk over HTTP and follow their conversations. */
  readonly shoppers: number;
  /** The kinds of faults to choose from; none is a calm run. */
  readonly kinds: readonly string[];
  /** Where the history goes; without it, it is kept only if a promise was broken. */
  readonly history?: string;
  readonly signal: AbortSignal;
}
