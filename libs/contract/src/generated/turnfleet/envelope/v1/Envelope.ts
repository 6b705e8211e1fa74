// Original file: protos/turnfleet/envelope/v1/envelope.proto

import type { Header as _turnfleet_envelope_v1_Header, Header__Output as _turnfleet_envelope_v1_Header__Output } from '../../../turnfleet/envelope/v1/Header.ts';
import type { UserMessage as _turnfleet_envelope_v1_UserMessage, UserMessage__Output as _turnfleet_envelope_v1_UserMessage__Output } from '../../../turnfleet/envelope/v1/UserMessage.ts';
import type { SystemResponse as _turnfleet_envelope_v1_SystemResponse, SystemResponse__Output as _turnfleet_envelope_v1_SystemResponse__Output } from '../../../turnfleet/envelope/v1/SystemResponse.ts';
import type { Heartbeat as _turnfleet_envelope_v1_Heartbeat, Heartbeat__Output as _turnfleet_envelope_v1_Heartbeat__Output } from '../../../turnfleet/envelope/v1/Heartbeat.ts';
import type { Error as _turnfleet_envelope_v1_Error, Error__Output as _turnfleet_envelope_v1_Error__Output } from '../../../turnfleet/envelope/v1/Error.ts';
import type { Hello as _turnfleet_envelope_v1_Hello, Hello__Output as _turnfleet_envelope_v1_Hello__Output } from '../../../turnfleet/envelope/v1/Hello.ts';
import type { Welcome as _turnfleet_envelope_v1_Welcome, Welcome__Output as _turnfleet_envelope_v1_Welcome__Output } from '../../../turnfleet/envelope/v1/Welcome.ts';
import type { Accepted as _turnfleet_envelope_v1_Accepted, Accepted__Output as _turnfleet_envelope_v1_Accepted__Output } from '../../../turnfleet/envelope/v1/Accepted.ts';
import type { TurnEvent as _turnfleet_envelope_v1_TurnEvent, TurnEvent__Output as _turnfleet_envelope_v1_TurnEvent__Output } from '../../../turnfleet/envelope/v1/TurnEvent.ts';
import type { Subscribe as _turnfleet_envelope_v1_Subscribe, Subscribe__Output as _turnfleet_envelope_v1_Subscribe__Output } from '../../../turnfleet/envelope/v1/Subscribe.ts';
import type { Subscribed as _turnfleet_envelope_v1_Subscribed, Subscribed__Output as _turnfleet_envelope_v1_Subscribed__Output } from '../../../turnfleet/envelope/v1/Subscribed.ts';
import type { Unsubscribe as _turnfleet_envelope_v1_Unsubscribe, Unsubscribe__Output as _turnfleet_envelope_v1_Unsubscribe__Output } from '../../../turnfleet/envelope/v1/Unsubscribe.ts';
import type { Cancel as _turnfleet_envelope_v1_Cancel, Cancel__Output as _turnfleet_envelope_v1_Cancel__Output } from '../../../turnfleet/envelope/v1/Cancel.ts';
import type { Ack as _turnfleet_envelope_v1_Ack, Ack__Output as _turnfleet_envelope_v1_Ack__Output } from '../../../turnfleet/envelope/v1/Ack.ts';
import type { Notice as _turnfleet_envelope_v1_Notice, Notice__Output as _turnfleet_envelope_v1_Notice__Output } from '../../../turnfleet/envelope/v1/Notice.ts';
import type { Typing as _turnfleet_envelope_v1_Typing, Typing__Output as _turnfleet_envelope_v1_Typing__Output } from '../../../turnfleet/envelope/v1/Typing.ts';
import type { Presence as _turnfleet_envelope_v1_Presence, Presence__Output as _turnfleet_envelope_v1_Presence__Output } from '../../../turnfleet/envelope/v1/Presence.ts';
import type { Goodbye as _turnfleet_envelope_v1_Goodbye, Goodbye__Output as _turnfleet_envelope_v1_Goodbye__Output } from '../../../turnfleet/envelope/v1/Goodbye.ts';
import type { Renew as _turnfleet_envelope_v1_Renew, Renew__Output as _turnfleet_envelope_v1_Renew__Output } from '../../../turnfleet/envelope/v1/Renew.ts';
import type { DeskEvent as _turnfleet_envelope_v1_DeskEvent, DeskEvent__Output as _turnfleet_envelope_v1_DeskEvent__Output } from '../../../turnfleet/envelope/v1/DeskEvent.ts';
import type { DeskCommand as _turnfleet_envelope_v1_DeskCommand, DeskCommand__Output as _turnfleet_envelope_v1_DeskCommand__Output } from '../../../turnfleet/envelope/v1/DeskCommand.ts';
import type { DeskOutcome as _turnfleet_envelope_v1_DeskOutcome, DeskOutcome__Output as _turnfleet_envelope_v1_DeskOutcome__Output } from '../../../turnfleet/envelope/v1/DeskOutcome.ts';
import type { AgentPresence as _turnfleet_envelope_v1_AgentPresence, AgentPresence__Output as _turnfleet_envelope_v1_AgentPresence__Output } from '../../../turnfleet/envelope/v1/AgentPresence.ts';

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
   * From the client, before everything else.
   */
  'hello'?: (_turnfleet_envelope_v1_Hello | null);
  /**
   * To the client, before everything else.
   */
  'welcome'?: (_turnfleet_envelope_v1_Welcome | null);
  /**
   * To the client: the log has the turn.
   */
  'accepted'?: (_turnfleet_envelope_v1_Accepted | null);
  /**
   * To the client: what happens in a turn besides the answer.
   */
  'turn_event'?: (_turnfleet_envelope_v1_TurnEvent | null);
  /**
   * From the client: tell me of a conversation.
   */
  'subscribe'?: (_turnfleet_envelope_v1_Subscribe | null);
  /**
   * To the client: it will be told.
   */
  'subscribed'?: (_turnfleet_envelope_v1_Subscribed | null);
  /**
   * From the client: tell me no more of it.
   */
  'unsubscribe'?: (_turnfleet_envelope_v1_Unsubscribe | null);
  /**
   * From the client: no answer is wanted any more.
   */
  'cancel'?: (_turnfleet_envelope_v1_Cancel | null);
  /**
   * Either way: what came so far is taken care of.
   */
  'ack'?: (_turnfleet_envelope_v1_Ack | null);
  /**
   * To the client: from those who run the shop, to everybody.
   */
  'notice'?: (_turnfleet_envelope_v1_Notice | null);
  /**
   * Either way: somebody is typing.
   */
  'typing'?: (_turnfleet_envelope_v1_Typing | null);
  /**
   * Either way: somebody has come or gone.
   */
  'presence'?: (_turnfleet_envelope_v1_Presence | null);
  /**
   * Either way: the connection ends.
   */
  'goodbye'?: (_turnfleet_envelope_v1_Goodbye | null);
  /**
   * From the client: a new key, token or ticket in place of one that ends.
   */
  'renew'?: (_turnfleet_envelope_v1_Renew | null);
  /**
   * To an agent: something at the desk is another way now.
   */
  'desk_event'?: (_turnfleet_envelope_v1_DeskEvent | null);
  /**
   * From an agent: a command.
   */
  'desk_command'?: (_turnfleet_envelope_v1_DeskCommand | null);
  /**
   * To an agent: what came of a command.
   */
  'desk_outcome'?: (_turnfleet_envelope_v1_DeskOutcome | null);
  /**
   * From an agent: that they are there, or leave.
   */
  'agent_presence'?: (_turnfleet_envelope_v1_AgentPresence | null);
  /**
   * The message itself; header.type names the same one.
   */
  'payload'?: "user_message"|"system_response"|"heartbeat"|"error"|"hello"|"welcome"|"accepted"|"turn_event"|"subscribe"|"subscribed"|"unsubscribe"|"cancel"|"ack"|"notice"|"typing"|"presence"|"goodbye"|"renew"|"desk_event"|"desk_command"|"desk_outcome"|"agent_presence";
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
   * From the client, before everything else.
   */
  'hello'?: (_turnfleet_envelope_v1_Hello__Output | null);
  /**
   * To the client, before everything else.
   */
  'welcome'?: (_turnfleet_envelope_v1_Welcome__Output | null);
  /**
   * To the client: the log has the turn.
   */
  'accepted'?: (_turnfleet_envelope_v1_Accepted__Output | null);
  /**
   * To the client: what happens in a turn besides the answer.
   */
  'turn_event'?: (_turnfleet_envelope_v1_TurnEvent__Output | null);
  /**
   * From the client: tell me of a conversation.
   */
  'subscribe'?: (_turnfleet_envelope_v1_Subscribe__Output | null);
  /**
   * To the client: it will be told.
   */
  'subscribed'?: (_turnfleet_envelope_v1_Subscribed__Output | null);
  /**
   * From the client: tell me no more of it.
   */
  'unsubscribe'?: (_turnfleet_envelope_v1_Unsubscribe__Output | null);
  /**
   * From the client: no answer is wanted any more.
   */
  'cancel'?: (_turnfleet_envelope_v1_Cancel__Output | null);
  /**
   * Either way: what came so far is taken care of.
   */
  'ack'?: (_turnfleet_envelope_v1_Ack__Output | null);
  /**
   * To the client: from those who run the shop, to everybody.
   */
  'notice'?: (_turnfleet_envelope_v1_Notice__Output | null);
  /**
   * Either way: somebody is typing.
   */
  'typing'?: (_turnfleet_envelope_v1_Typing__Output | null);
  /**
   * Either way: somebody has come or gone.
   */
  'presence'?: (_turnfleet_envelope_v1_Presence__Output | null);
  /**
   * Either way: the connection ends.
   */
  'goodbye'?: (_turnfleet_envelope_v1_Goodbye__Output | null);
  /**
   * From the client: a new key, token or ticket in place of one that ends.
   */
  'renew'?: (_turnfleet_envelope_v1_Renew__Output | null);
  /**
   * To an agent: something at the desk is another way now.
   */
  'desk_event'?: (_turnfleet_envelope_v1_DeskEvent__Output | null);
  /**
   * From an agent: a command.
   */
  'desk_command'?: (_turnfleet_envelope_v1_DeskCommand__Output | null);
  /**
   * To an agent: what came of a command.
   */
  'desk_outcome'?: (_turnfleet_envelope_v1_DeskOutcome__Output | null);
  /**
   * From an agent: that they are there, or leave.
   */
  'agent_presence'?: (_turnfleet_envelope_v1_AgentPresence__Output | null);
  /**
   * The message itself; header.type names the same one.
   */
  'payload'?: "user_message"|"system_response"|"heartbeat"|"error"|"hello"|"welcome"|"accepted"|"turn_event"|"subscribe"|"subscribed"|"unsubscribe"|"cancel"|"ack"|"notice"|"typing"|"presence"|"goodbye"|"renew"|"desk_event"|"desk_command"|"desk_outcome"|"agent_presence";
}
