// Original file: protos/turnfleet/envelope/v1/envelope.proto


/**
 * What the shopper says. Its conversation is subscribed to with it.
 */
export interface UserMessage {
  /**
   * Conversation it belongs to.
   */
  'conversation_id'?: (string);
  /**
   * Id of the turn, chosen by the client: the same id again is the same turn.
   */
  'turn_id'?: (string);
  /**
   * 1 to 8,000 Unicode code points.
   */
  'text'?: (string);
  /**
   * BCP 47, e.g. zh-CN; the language of the text if empty.
   */
  'locale'?: (string);
  /**
   * Id of the shopper; counts only for a key that acts for others.
   */
  'user_id'?: (string);
}

/**
 * What the shopper says. Its conversation is subscribed to with it.
 */
export interface UserMessage__Output {
  /**
   * Conversation it belongs to.
   */
  'conversation_id': (string);
  /**
   * Id of the turn, chosen by the client: the same id again is the same turn.
   */
  'turn_id': (string);
  /**
   * 1 to 8,000 Unicode code points.
   */
  'text': (string);
  /**
   * BCP 47, e.g. zh-CN; the language of the text if empty.
   */
  'locale': (string);
  /**
   * Id of the shopper; counts only for a key that acts for others.
   */
  'user_id': (string);
}
