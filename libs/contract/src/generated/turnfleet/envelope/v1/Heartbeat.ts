// Original file: protos/turnfleet/envelope/v1/envelope.proto

import type { Long } from '@grpc/proto-loader';

/**
 * The connection is alive; sent when nothing else was for a while. One with a sequence is answered with one that names it.
 */
export interface Heartbeat {
  /**
   * Sequence of the heartbeat this one answers; 0 if it answers none.
   */
  'answers'?: (number | string | Long);
}

/**
 * The connection is alive; sent when nothing else was for a while. One with a sequence is answered with one that names it.
 */
export interface Heartbeat__Output {
  /**
   * Sequence of the heartbeat this one answers; 0 if it answers none.
   */
  'answers': (string);
}
