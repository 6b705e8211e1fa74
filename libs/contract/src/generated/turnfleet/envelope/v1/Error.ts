// Original file: protos/turnfleet/envelope/v1/envelope.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Something went wrong.
 */
export interface Error {
  /**
   * Error kind, e.g. rate_limited.
   */
  'code'?: (string);
  /**
   * What happened and what it means.
   */
  'message'?: (string);
  /**
   * What to do.
   */
  'suggestion'?: (string);
  /**
   * Turn it is about; empty if none.
   */
  'turn_id'?: (string);
  /**
   * Conversation it is about; empty if none.
   */
  'conversation_id'?: (string);
  /**
   * Sequence of the client's message it is about; 0 if none.
   */
  'answers'?: (number | string | Long);
  /**
   * The sequence that was expected instead; 0 if it is not about sequences.
   */
  'expected_sequence'?: (number | string | Long);
  /**
   * Seconds after which the same message may succeed; 0 if that is unknown.
   */
  'retry_after'?: (number | string);
}

/**
 * Something went wrong.
 */
export interface Error__Output {
  /**
   * Error kind, e.g. rate_limited.
   */
  'code': (string);
  /**
   * What happened and what it means.
   */
  'message': (string);
  /**
   * What to do.
   */
  'suggestion': (string);
  /**
   * Turn it is about; empty if none.
   */
  'turn_id': (string);
  /**
   * Conversation it is about; empty if none.
   */
  'conversation_id': (string);
  /**
   * Sequence of the client's message it is about; 0 if none.
   */
  'answers': (string);
  /**
   * The sequence that was expected instead; 0 if it is not about sequences.
   */
  'expected_sequence': (string);
  /**
   * Seconds after which the same message may succeed; 0 if that is unknown.
   */
  'retry_after': (number);
}
