// Original file: protos/turnfleet/envelope/v1/envelope.proto

/**
 * Which payload an envelope holds.
 */
export const MessageType = {
  /**
   * Not said: the payload tells.
   */
  MESSAGE_TYPE_UNSPECIFIED: 'MESSAGE_TYPE_UNSPECIFIED',
  /**
   * user_message.
   */
  MESSAGE_TYPE_USER_MESSAGE: 'MESSAGE_TYPE_USER_MESSAGE',
  /**
   * system_response.
   */
  MESSAGE_TYPE_SYSTEM_RESPONSE: 'MESSAGE_TYPE_SYSTEM_RESPONSE',
  /**
   * heartbeat.
   */
  MESSAGE_TYPE_HEARTBEAT: 'MESSAGE_TYPE_HEARTBEAT',
  /**
   * error.
   */
  MESSAGE_TYPE_ERROR: 'MESSAGE_TYPE_ERROR',
  /**
   * hello.
   */
  MESSAGE_TYPE_HELLO: 'MESSAGE_TYPE_HELLO',
  /**
   * welcome.
   */
  MESSAGE_TYPE_WELCOME: 'MESSAGE_TYPE_WELCOME',
  /**
   * accepted.
   */
  MESSAGE_TYPE_ACCEPTED: 'MESSAGE_TYPE_ACCEPTED',
  /**
   * turn_event.
   */
  MESSAGE_TYPE_TURN_EVENT: 'MESSAGE_TYPE_TURN_EVENT',
  /**
   * subscribe.
   */
  MESSAGE_TYPE_SUBSCRIBE: 'MESSAGE_TYPE_SUBSCRIBE',
  /**
   * subscribed.
   */
  MESSAGE_TYPE_SUBSCRIBED: 'MESSAGE_TYPE_SUBSCRIBED',
  /**
   * unsubscribe.
   */
  MESSAGE_TYPE_UNSUBSCRIBE: 'MESSAGE_TYPE_UNSUBSCRIBE',
  /**
   * cancel.
   */
  MESSAGE_TYPE_CANCEL: 'MESSAGE_TYPE_CANCEL',
  /**
   * ack.
   */
  MESSAGE_TYPE_ACK: 'MESSAGE_TYPE_ACK',
  /**
   * notice.
   */
  MESSAGE_TYPE_NOTICE: 'MESSAGE_TYPE_NOTICE',
  /**
   * typing.
   */
  MESSAGE_TYPE_TYPING: 'MESSAGE_TYPE_TYPING',
  /**
   * presence.
   */
  MESSAGE_TYPE_PRESENCE: 'MESSAGE_TYPE_PRESENCE',
  /**
   * goodbye.
   */
  MESSAGE_TYPE_GOODBYE: 'MESSAGE_TYPE_GOODBYE',
  /**
   * renew.
   */
  MESSAGE_TYPE_RENEW: 'MESSAGE_TYPE_RENEW',
  /**
   * desk_event.
   */
  MESSAGE_TYPE_DESK_EVENT: 'MESSAGE_TYPE_DESK_EVENT',
  /**
   * desk_command.
   */
  MESSAGE_TYPE_DESK_COMMAND: 'MESSAGE_TYPE_DESK_COMMAND',
  /**
   * desk_outcome.
   */
  MESSAGE_TYPE_DESK_OUTCOME: 'MESSAGE_TYPE_DESK_OUTCOME',
  /**
   * agent_presence.
   */
  MESSAGE_TYPE_AGENT_PRESENCE: 'MESSAGE_TYPE_AGENT_PRESENCE',
} as const;

/**
 * Which payload an envelope holds.
 */
export type MessageType =
  /**
   * Not said: the payload tells.
   */
  | 'MESSAGE_TYPE_UNSPECIFIED'
  | 0
  /**
   * user_message.
   */
  | 'MESSAGE_TYPE_USER_MESSAGE'
  | 1
  /**
   * system_response.
   */
  | 'MESSAGE_TYPE_SYSTEM_RESPONSE'
  | 2
  /**
   * heartbeat.
   */
  | 'MESSAGE_TYPE_HEARTBEAT'
  | 3
  /**
   * error.
   */
  | 'MESSAGE_TYPE_ERROR'
  | 4
  /**
   * hello.
   */
  | 'MESSAGE_TYPE_HELLO'
  | 5
  /**
   * welcome.
   */
  | 'MESSAGE_TYPE_WELCOME'
  | 6
  /**
   * accepted.
   */
  | 'MESSAGE_TYPE_ACCEPTED'
  | 7
  /**
   * turn_event.
   */
  | 'MESSAGE_TYPE_TURN_EVENT'
  | 8
  /**
   * subscribe.
   */
  | 'MESSAGE_TYPE_SUBSCRIBE'
  | 9
  /**
   * subscribed.
   */
  | 'MESSAGE_TYPE_SUBSCRIBED'
  | 10
  /**
   * unsubscribe.
   */
  | 'MESSAGE_TYPE_UNSUBSCRIBE'
  | 11
  /**
   * cancel.
   */
  | 'MESSAGE_TYPE_CANCEL'
  | 12
  /**
   * ack.
   */
  | 'MESSAGE_TYPE_ACK'
  | 13
  /**
   * notice.
   */
  | 'MESSAGE_TYPE_NOTICE'
  | 14
  /**
   * typing.
   */
  | 'MESSAGE_TYPE_TYPING'
  | 15
  /**
   * presence.
   */
  | 'MESSAGE_TYPE_PRESENCE'
  | 16
  /**
   * goodbye.
   */
  | 'MESSAGE_TYPE_GOODBYE'
  | 17
  /**
   * renew.
   */
  | 'MESSAGE_TYPE_RENEW'
  | 18
  /**
   * desk_event.
   */
  | 'MESSAGE_TYPE_DESK_EVENT'
  | 19
  /**
   * desk_command.
   */
  | 'MESSAGE_TYPE_DESK_COMMAND'
  | 20
  /**
   * desk_outcome.
   */
  | 'MESSAGE_TYPE_DESK_OUTCOME'
  | 21
  /**
   * agent_presence.
   */
  | 'MESSAGE_TYPE_AGENT_PRESENCE'
  | 22

/**
 * Which payload an envelope holds.
 */
export type MessageType__Output = typeof MessageType[keyof typeof MessageType]
