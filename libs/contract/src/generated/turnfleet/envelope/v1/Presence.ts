// Original file: protos/turnfleet/envelope/v1/envelope.proto


/**
 * Somebody comes to a conversation, or goes.
 */
export interface Presence {
  /**
   * The conversation.
   */
  'conversation_id'?: (string);
  /**
   * Comes, else goes.
   */
  'present'?: (boolean);
  /**
   * Who; empty if unknown. What a client says here does not count.
   */
  'user'?: (string);
}

/**
 * Somebody comes to a conversation, or goes.
 */
export interface Presence__Output {
  /**
   * The conversation.
   */
  'conversation_id': (string);
  /**
   * Comes, else goes.
   */
  'present': (boolean);
  /**
   * Who; empty if unknown. What a client says here does not count.
   */
  'user': (string);
}
