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
}
