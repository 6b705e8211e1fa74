// Original file: protos/turnfleet/envelope/v1/envelope.proto


/**
 * A new key, token or ticket of the same user, in place of one that ends.
 */
export interface Renew {
  /**
   * An API key, a token or a ticket.
   */
  'credential'?: (string);
}

/**
 * A new key, token or ticket of the same user, in place of one that ends.
 */
export interface Renew__Output {
  /**
   * An API key, a token or a ticket.
   */
  'credential': (string);
}
