// Original file: protos/turnfleet/envelope/v1/envelope.proto

import type { Struct as _google_protobuf_Struct, Struct__Output as _google_protobuf_Struct__Output } from '../../../google/protobuf/Struct.ts';

/**
 * What an agent has to see, as in the desk's Server-Sent Events.
 */
export interface DeskEvent {
  /**
   * A subscribe with it as last_event_id, at any desk, goes on after this event.
   */
  'event_id'?: (string);
  /**
   * queue, queue.changed or conversation.
   */
  'type'?: (string);
  /**
   * Data of the event.
   */
  'data'?: (_google_protobuf_Struct | null);
}

/**
 * What an agent has to see, as in the desk's Server-Sent Events.
 */
export interface DeskEvent__Output {
  /**
   * A subscribe with it as last_event_id, at any desk, goes on after this event.
   */
  'event_id': (string);
  /**
   * queue, queue.changed or conversation.
   */
  'type': (string);
  /**
   * Data of the event.
   */
  'data': (_google_protobuf_Struct__Output | null);
}
