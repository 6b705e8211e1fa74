// Original file: protos/turnfleet/envelope/v1/envelope.proto


/**
 * How the two will go on.
 */
export interface Welcome {
  /**
   * To be named by the next hello.
   */
  'session'?: (string);
  /**
   * Whether it goes on; false: it begins.
   */
  'resumed'?: (boolean);
  /**
   * Each side sends something at least this often.
   */
  'heartbeat_seconds'?: (number);
  /**
   * Whoever is silent for this long is taken for gone.
   */
  'timeout_seconds'?: (number);
  /**
   * How long the session is kept for a client that is gone.
   */
  'session_seconds'?: (number);
  /**
   * Bytes that may wait for an ack; beyond them nothing is sent until one comes.
   */
  'unacknowledged_bytes'?: (number);
  /**
   * The largest message that is accepted, bytes.
   */
  'message_bytes'?: (number);
  /**
   * Conversations that the session is subscribed to.
   */
  'conversation_ids'?: (string)[];
}

/**
 * How the two will go on.
 */
export interface Welcome__Output {
  /**
   * To be named by the next hello.
   */
  'session': (string);
  /**
   * Whether it goes on; false: it begins.
   */
  'resumed': (boolean);
  /**
   * Each side sends something at least this often.
   */
  'heartbeat_seconds': (number);
  /**
   * Whoever is silent for this long is taken for gone.
   */
  'timeout_seconds': (number);
  /**
   * How long the session is kept for a client that is gone.
   */
  'session_seconds': (number);
  /**
   * Bytes that may wait for an ack; beyond them nothing is sent until one comes.
   */
  'unacknowledged_bytes': (number);
  /**
   * The largest message that is accepted, bytes.
   */
  'message_bytes': (number);
  /**
   * Conversations that the session is subscribed to.
   */
  'conversation_ids': (string)[];
}
