/** What a WebSocket client gets. Times in milliseconds. */
export const wsLimits = {
  /** The largest message: 8,000 characters, escaped at their longest. */
  messageBytes: 128 * 1024,
  /** Until which the first message has to be here. */
  helloMs: 10_000,
  /** For the client's half of the closing handshake. */
  closeMs: 2_000,
  heartbeatMs: 30_000,
  timeoutMs: 60_000,
  /** For a new token in place of one that ended. */
  renewMs: 30_000,
  /** So much may wait for an ack, and so much in the socket. */
  unacknowledgedBytes: 256 * 1024,
  bufferedBytes: 64 * 1024,
  /** What answers to a client's own messages may come to, if it reads none of them. */
  unreadBytes: 1024 * 1024,
  /** How long nothing may be taken while something waits. */
  stalledMs: 30_000,
  /** A session without a connection lives at least 10 minutes: it is kept so long from each time that it is touched. */
  sessionMs: 600_000,
  touchMs: 60_000,
  conversations: 256,
  rate: { perSecond: 50, atOnce: 200 },
  /** About what clients wait before they connect again. */
  reconnectMs: 1_000,
} as const;

/** RFC 6455 §7.4, and the project's own. */
export const closeCodes = {
  done: 1000,
  drain: 1001,
  notAllowed: 1008,
  later: 1013,
  badMessage: 4400,
  tokenEnded: 4401,
  silent: 4408,
  takenOver: 4409,
} as const;
