// Original file: protos/turnfleet/envelope/v1/envelope.proto


/**
 * Somebody begins or stops typing in a conversation.
 */
export interface Typing {
  /**
   * The conversation.
   */
  'conversation_id'?: (string);
  /**
   * Begins, else stops.
   */
  'active'?: (boolean);
  /**
   * Who; empty if unknown. What a client says here does not count.
   */
  'user'?: (string);
}

/**
 * Somebody begins or stops typing in a conversation.
 */
export interface Typing__Output {
  /**
   * The conversation.
   */
  'conversation_id': (string);
  /**
   * Begins, else stops.
   */
  'active': (boolean);
  /**
   * Who; empty if unknown. What a client says here does not count.
   */
  'user': (string);
}
