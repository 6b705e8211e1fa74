// Original file: protos/turnfleet/envelope/v1/envelope.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Begins a session, or goes on with one.
 */
export interface Hello {
  /**
   * The session to go on with; empty: a new one.
   */
  'session'?: (string);
  /**
   * The last of its messages that the client has: everything after it is sent again.
   */
  'last_sequence'?: (number | string | Long);
  /**
   * Event id or notice id of that message: where it is another one for the server, too, the session begins anew. Empty: not
   * said, and nobody looks.
   */
  'last_event_id'?: (string);
  /**
   * Conversation of that message; empty: it is a notice.
   */
  'last_conversation_id'?: (string);
}

/**
 * Begins a session, or goes on with one.
 */
export interface Hello__Output {
  /**
   * The session to go on with; empty: a new one.
   */
  'session': (string);
  /**
   * The last of its messages that the client has: everything after it is sent again.
   */
  'last_sequence': (string);
  /**
   * Event id or notice id of that message: where it is another one for the server, too, the session begins anew. Empty: not
   * said, and nobody looks.
   */
  'last_event_id': (string);
  /**
   * Conversation of that message; empty: it is a notice.
   */
  'last_conversation_id': (string);
}
