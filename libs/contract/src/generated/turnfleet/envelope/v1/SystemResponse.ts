// Original file: protos/turnfleet/envelope/v1/envelope.proto

import type { Struct as _google_protobuf_Struct, Struct__Output as _google_protobuf_Struct__Output } from '../../../google/protobuf/Struct.ts';

/**
 * What the shopper is told: a piece of the answer to be appended, or with `final` the one reply of the turn.
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
  /**
   * Id of the event in the conversation's journal, as in Server-Sent Events.
   */
  'event_id'?: (string);
  /**
   * The turn has ended, and this is all of its answer.
   */
  'final'?: (boolean);
  /**
   * Of the final one: completed, degraded or failed.
   */
  'status'?: (string);
  /**
   * Of the final one: the reply with all it says of itself.
   */
  'reply'?: (_google_protobuf_Struct | null);
}

/**
 * What the shopper is told: a piece of the answer to be appended, or with `final` the one reply of the turn.
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
  /**
   * Id of the event in the conversation's journal, as in Server-Sent Events.
   */
  'event_id': (string);
  /**
   * The turn has ended, and this is all of its answer.
   */
  'final': (boolean);
  /**
   * Of the final one: completed, degraded or failed.
   */
  'status': (string);
  /**
   * Of the final one: the reply with all it says of itself.
   */
  'reply': (_google_protobuf_Struct__Output | null);
}
