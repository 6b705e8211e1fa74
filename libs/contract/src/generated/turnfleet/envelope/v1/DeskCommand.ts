// Original file: protos/turnfleet/envelope/v1/envelope.proto

import type { Struct as _google_protobuf_Struct, Struct__Output as _google_protobuf_Struct__Output } from '../../../google/protobuf/Struct.ts';

/**
 * What an agent does, as in `POST /v1/desk/conversations/{id}/{name}`.
 */
export interface DeskCommand {
  /**
   * The conversation.
   */
  'conversation_id'?: (string);
  /**
   * claim, say, note, draft, call, transfer, hand-back or release.
   */
  'name'?: (string);
  /**
   * The same key and body again is the same command, at any desk; empty: each is a new one.
   */
  'key'?: (string);
  /**
   * What the command says, e.g. text.
   */
  'body'?: (_google_protobuf_Struct | null);
}

/**
 * What an agent does, as in `POST /v1/desk/conversations/{id}/{name}`.
 */
export interface DeskCommand__Output {
  /**
   * The conversation.
   */
  'conversation_id': (string);
  /**
   * claim, say, note, draft, call, transfer, hand-back or release.
   */
  'name': (string);
  /**
   * The same key and body again is the same command, at any desk; empty: each is a new one.
   */
  'key': (string);
  /**
   * What the command says, e.g. text.
   */
  'body': (_google_protobuf_Struct__Output | null);
}
