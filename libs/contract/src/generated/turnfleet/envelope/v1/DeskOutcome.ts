// Original file: protos/turnfleet/envelope/v1/envelope.proto

import type { Struct as _google_protobuf_Struct, Struct__Output as _google_protobuf_Struct__Output } from '../../../google/protobuf/Struct.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * What came of a command that was not refused; one that was is an Error.
 */
export interface DeskOutcome {
  /**
   * Sequence of the command.
   */
  'answers'?: (number | string | Long);
  /**
   * Its conversation.
   */
  'conversation_id'?: (string);
  /**
   * Id under which the log has it.
   */
  'command_id'?: (string);
  /**
   * The reply that it ended with; not there: nobody has decided yet, and the same key again tells.
   */
  'reply'?: (_google_protobuf_Struct | null);
}

/**
 * What came of a command that was not refused; one that was is an Error.
 */
export interface DeskOutcome__Output {
  /**
   * Sequence of the command.
   */
  'answers': (string);
  /**
   * Its conversation.
   */
  'conversation_id': (string);
  /**
   * Id under which the log has it.
   */
  'command_id': (string);
  /**
   * The reply that it ended with; not there: nobody has decided yet, and the same key again tells.
   */
  'reply': (_google_protobuf_Struct__Output | null);
}
