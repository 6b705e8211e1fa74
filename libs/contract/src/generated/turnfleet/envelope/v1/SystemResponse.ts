// Original file: protos/turnfleet/envelope/v1/envelope.proto


/**
 * What the shopper is told.
 */
export interface SystemResponse {
  /**
   * Conversation it belongs to.
   */
  'conversation_id'?: (string);
  /**
   * Turn it answers.
   */
  'turn_id'?: (string);
  /**
   * The answer.
   */
  'text'?: (string);
  /**
   * What the shopper may want to ask next.
   */
  'suggestions'?: (string)[];
  /**
   * What the shopper wants, as recognised; empty if nothing was.
   */
  'intent'?: (string);
  /**
   * Details of the intent by name.
   */
  'slots'?: ({[key: string]: string});
  /**
   * How sure the recognition is, 0 to 1.
   */
  'confidence'?: (number | string);
}

/**
 * What the shopper is told.
 */
export interface SystemResponse__Output {
  /**
   * Conversation it belongs to.
   */
  'conversation_id': (string);
  /**
   * Turn it answers.
   */
  'turn_id': (string);
  /**
   * The answer.
   */
  'text': (string);
  /**
   * What the shopper may want to ask next.
   */
  'suggestions': (string)[];
  /**
   * What the shopper wants, as recognised; empty if nothing was.
   */
  'intent': (string);
  /**
   * Details of the intent by name.
   */
  'slots': ({[key: string]: string});
  /**
   * How sure the recognition is, 0 to 1.
   */
  'confidence': (number);
}
