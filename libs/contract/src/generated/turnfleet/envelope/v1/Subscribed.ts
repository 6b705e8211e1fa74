// Original file: protos/turnfleet/envelope/v1/envelope.proto


/**
 * The conversation's events follow.
 */
export interface Subscribed {
  /**
   * The conversation.
   */
  'conversation_id'?: (string);
  /**
   * They come after this one.
   */
  'after_event_id'?: (string);
}

/**
 * The conversation's events follow.
 */
export interface Subscribed__Output {
  /**
   * The conversation.
   */
  'conversation_id': (string);
  /**
   * They come after this one.
   */
  'after_event_id': (string);
}
