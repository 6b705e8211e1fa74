// Original file: protos/turnfleet/envelope/v1/envelope.proto


/**
 * Asks to be told of a conversation.
 */
export interface Subscribe {
  /**
   * The conversation.
   */
  'conversation_id'?: (string);
  /**
   * The last event that is known; empty: from the turns in progress on.
   */
  'last_event_id'?: (string);
}

/**
 * Asks to be told of a conversation.
 */
export interface Subscribe__Output {
  /**
   * The conversation.
   */
  'conversation_id': (string);
  /**
   * The last event that is known; empty: from the turns in progress on.
   */
  'last_event_id': (string);
}
