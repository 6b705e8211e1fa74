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
 * Which payload an envelope holds.
 */
export type MessageType__Output = typeof MessageType[keyof typeof MessageType]
