// Original file: protos/turnfleet/envelope/v1/envelope.proto

import type { Header as _turnfleet_envelope_v1_Header, Header__Output as _turnfleet_envelope_v1_Header__Output } from '../../../turnfleet/envelope/v1/Header.ts';
import type { UserMessage as _turnfleet_envelope_v1_UserMessage, UserMessage__Output as _turnfleet_envelope_v1_UserMessage__Output } from '../../../turnfleet/envelope/v1/UserMessage.ts';
import type { SystemResponse as _turnfleet_envelope_v1_SystemResponse, SystemResponse__Output as _turnfleet_envelope_v1_SystemResponse__Output } from '../../../turnfleet/envelope/v1/SystemResponse.ts';
import type { Heartbeat as _turnfleet_envelope_v1_Heartbeat, Heartbeat__Output as _turnfleet_envelope_v1_Heartbeat__Output } from '../../../turnfleet/envelope/v1/Heartbeat.ts';
import type { Error as _turnfleet_envelope_v1_Error, Error__Output as _turnfleet_envelope_v1_Error__Output } from '../../../turnfleet/envelope/v1/Error.ts';

/**
 * One message on the connection, in either direction.
 */
export interface Envelope {
  /**
   * What every message carries.
   */
  'header'?: (_turnfleet_envelope_v1_Header | null);
  /**
   * From the client: a turn.
   */
  'user_message'?: (_turnfleet_envelope_v1_UserMessage | null);
  /**
   * To the client: the answer, or a part of it.
   */
  'system_response'?: (_turnfleet_envelope_v1_SystemResponse | null);
  /**
   * Either way: the connection is alive.
   */
  'heartbeat'?: (_turnfleet_envelope_v1_Heartbeat | null);
  /**
   * To the client: something went wrong.
   */
  'error'?: (_turnfleet_envelope_v1_Error | null);
  /**
   * The message itself; header.type names the same one.
   */
  'payload'?: "user_message"|"system_response"|"heartbeat"|"error";
}

/**
 * One message on the connection, in either direction.
 */
export interface Envelope__Output {
  /**
   * What every message carries.
   */
  'header': (_turnfleet_envelope_v1_Header__Output | null);
  /**
   * From the client: a turn.
   */
  'user_message'?: (_turnfleet_envelope_v1_UserMessage__Output | null);
  /**
   * To the client: the answer, or a part of it.
   */
  'system_response'?: (_turnfleet_envelope_v1_SystemResponse__Output | null);
  /**
   * Either way: the connection is alive.
   */
  'heartbeat'?: (_turnfleet_envelope_v1_Heartbeat__Output | null);
  /**
   * To the client: something went wrong.
   */
  'error'?: (_turnfleet_envelope_v1_Error__Output | null);
  /**
   * The message itself; header.type names the same one.
   */
  'payload'?: "user_message"|"system_response"|"heartbeat"|"error";
}
