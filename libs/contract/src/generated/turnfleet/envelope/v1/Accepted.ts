// Original file: protos/turnfleet/envelope/v1/envelope.proto


/**
 * The log has the turn: it will get its one reply.
 */
export interface Accepted {
  /**
   * Conversation it belongs to.
   */
  'conversation_id'?: (string);
  /**
   * The turn.
   */
  'turn_id'?: (string);
  /**
   * The same turn had been accepted before.
   */
  'repeated'?: (boolean);
  /**
   * Milliseconds until it begins, as far as can be told; 0: at once, or nobody knows.
   */
  'estimated_start_ms'?: (number);
}

/**
 * The log has the turn: it will get its one reply.
 */
export interface Accepted__Output {
  /**
   * Conversation it belongs to.
   */
  'conversation_id': (string);
  /**
   * The turn.
   */
  'turn_id': (string);
  /**
   * The same turn had been accepted before.
   */
  'repeated': (boolean);
  /**
   * Milliseconds until it begins, as far as can be told; 0: at once, or nobody knows.
   */
  'estimated_start_ms': (number);
}
