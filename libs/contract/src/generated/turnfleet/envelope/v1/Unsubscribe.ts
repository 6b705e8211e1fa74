// Original file: protos/turnfleet/envelope/v1/envelope.proto


/**
 * Asks to be told no more of a conversation.
 */
export interface Unsubscribe {
  /**
   * The conversation.
   */
  'conversation_id'?: (string);
}

/**
 * Asks to be told no more of a conversation.
 */
export interface Unsubscribe__Output {
  /**
   * The conversation.
   */
  'conversation_id': (string);
}
