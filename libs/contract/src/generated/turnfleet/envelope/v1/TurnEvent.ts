// Original file: protos/turnfleet/envelope/v1/envelope.proto

import type { Struct as _google_protobuf_Struct, Struct__Output as _google_protobuf_Struct__Output } from '../../../google/protobuf/Struct.ts';

/**
 * What happens in a turn besides the answer, as in Server-Sent Events.
 */
export interface TurnEvent {
  /**
   * Conversation it belongs to.
   */
  'conversation_id'?: (string);
  /**
   * The turn; empty if it is about none.
   */
  'turn_id'?: (string);
  /**
   * Id of the event in the conversation's journal.
   */
  'event_id'?: (string);
  /**
   * Type of the event, e.g. tool.started.
   */
  'type'?: (string);
  /**
   * Data of the event.
   */
  'data'?: (_google_protobuf_Struct | null);
}

/**
 * What happens in a turn besides the answer, as in Server-Sent Events.
 */
export interface TurnEvent__Output {
  /**
   * Conversation it belongs to.
   */
  'conversation_id': (string);
  /**
   * The turn; empty if it is about none.
   */
  'turn_id': (string);
  /**
   * Id of the event in the conversation's journal.
   */
  'event_id': (string);
  /**
   * Type of the event, e.g. tool.started.
   */
  'type': (string);
  /**
   * Data of the event.
   */
  'data': (_google_protobuf_Struct__Output | null);
}
