// Original file: protos/turnfleet/envelope/v1/envelope.proto


/**
 * The connection ends. From the server: the session can go on. From the client: it ends, too.
 */
export interface Goodbye {
  /**
   * Why: drain, slow_reader, rate_limited or taken_over.
   */
  'reason'?: (string);
  /**
   * Seconds to wait before the next connection; each client is told another time.
   */
  'retry_after'?: (number | string);
  /**
   * Where to connect; empty: where it did.
   */
  'url'?: (string);
}

/**
 * The connection ends. From the server: the session can go on. From the client: it ends, too.
 */
export interface Goodbye__Output {
  /**
   * Why: drain, slow_reader, rate_limited or taken_over.
   */
  'reason': (string);
  /**
   * Seconds to wait before the next connection; each client is told another time.
   */
  'retry_after': (number);
  /**
   * Where to connect; empty: where it did.
   */
  'url': (string);
}
