// Original file: protos/turnfleet/envelope/v1/envelope.proto


/**
 * Something went wrong.
 */
export interface Error {
  /**
   * Error kind, e.g. rate_limited.
   */
  'code'?: (string);
  /**
   * What happened and what it means.
   */
  'message'?: (string);
  /**
   * What to do.
   */
  'suggestion'?: (string);
  /**
   * Turn it is about; empty if none.
   */
  'turn_id'?: (string);
}

/**
 * Something went wrong.
 */
export interface Error__Output {
  /**
   * Error kind, e.g. rate_limited.
   */
  'code': (string);
  /**
   * What happened and what it means.
   */
  'message': (string);
  /**
   * What to do.
   */
  'suggestion': (string);
  /**
   * Turn it is about; empty if none.
   */
  'turn_id': (string);
}
