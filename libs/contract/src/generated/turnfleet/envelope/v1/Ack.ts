// Original file: protos/turnfleet/envelope/v1/envelope.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Everything up to here is taken care of: from the client that it has the server's messages, from the server that it has done
 * what one of the client's asked that has no other answer.
 */
export interface Ack {
  /**
   * Of the other side.
   */
  'sequence'?: (number | string | Long);
}

/**
 * Everything up to here is taken care of: from the client that it has the server's messages, from the server that it has done
 * what one of the client's asked that has no other answer.
 */
export interface Ack__Output {
  /**
   * Of the other side.
   */
  'sequence': (string);
}
