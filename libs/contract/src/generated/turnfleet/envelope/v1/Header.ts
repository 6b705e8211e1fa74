// Original file: protos/turnfleet/envelope/v1/envelope.proto

import type { MessageType as _turnfleet_envelope_v1_MessageType, MessageType__Output as _turnfleet_envelope_v1_MessageType__Output } from '../../../turnfleet/envelope/v1/MessageType.ts';
import type { Timestamp as _google_protobuf_Timestamp, Timestamp__Output as _google_protobuf_Timestamp__Output } from '../../../google/protobuf/Timestamp.ts';
import type { Priority as _turnfleet_envelope_v1_Priority, Priority__Output as _turnfleet_envelope_v1_Priority__Output } from '../../../turnfleet/envelope/v1/Priority.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * What every message carries.
 */
export interface Header {
  /**
   * Version of the envelope: 1.
   */
  'version'?: (number);
  /**
   * Of the client: grows by one per message, from that of its hello. Of the server: grows by one per message of the session,
   * from 1, over reconnects. 0 is no number: what is about the connection alone has none, and is never sent again.
   */
  'sequence'?: (number | string | Long);
  /**
   * Which payload follows.
   */
  'type'?: (_turnfleet_envelope_v1_MessageType);
  /**
   * When the sender sent it.
   */
  'timestamp'?: (_google_protobuf_Timestamp | null);
  /**
   * The session the message belongs to; kept over reconnects.
   */
  'session'?: (string);
  /**
   * How urgent it is.
   */
  'priority'?: (_turnfleet_envelope_v1_Priority);
  /**
   * W3C trace context of the turn; empty if there is none.
   */
  'traceparent'?: (string);
}

/**
 * What every message carries.
 */
export interface Header__Output {
  /**
   * Version of the envelope: 1.
   */
  'version': (number);
  /**
   * Of the client: grows by one per message, from that of its hello. Of the server: grows by one per message of the session,
   * from 1, over reconnects. 0 is no number: what is about the connection alone has none, and is never sent again.
   */
  'sequence': (string);
  /**
   * Which payload follows.
   */
  'type': (_turnfleet_envelope_v1_MessageType__Output);
  /**
   * When the sender sent it.
   */
  'timestamp': (_google_protobuf_Timestamp__Output | null);
  /**
   * The session the message belongs to; kept over reconnects.
   */
  'session': (string);
  /**
   * How urgent it is.
   */
  'priority': (_turnfleet_envelope_v1_Priority__Output);
  /**
   * W3C trace context of the turn; empty if there is none.
   */
  'traceparent': (string);
}
