// Original file: protos/turnfleet/envelope/v1/envelope.proto


/**
 * Asks to cancel a turn; it still gets its one reply.
 */
export interface Cancel {
  /**
   * Conversation it belongs to.
   */
  'conversation_id'?: (string);
  /**
   * The turn.
   */
  'turn_id'?: (string);
}

/**
 * Asks to cancel a turn; it still gets its one reply.
 */
export interface Cancel__Output {
  /**
   * Conversation it belongs to.
   */
  'conversation_id': (string);
  /**
   * The turn.
   */
  'turn_id': (string);
}
