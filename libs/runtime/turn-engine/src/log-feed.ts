import type { LogRecord } from './turn-log.ts';

/** What a follower of a topic is told. Both must return at once. */
export interface TopicFollower {
  /** Records of one partition in offset order, each once. */
  deliver(records: readonly LogRecord[]): void;
  /** There were records that it will never be given: the log deleted them first, or began anew. */
  missed(): void;
}

export interface Following {
  /** Nothing is told afterwards. */
  stop(): Promise<void>;
}

/** A log as everybody's news: each follower is told of every record, whoever else reads it. No group is joined. */
export interface LogFeed {
  /**
   * Begins with what was written at `sinceMs` (Unix milliseconds) or later, and goes on until stopped: while the log is away
   * nothing is told, then it goes on where it was. Resolves when all is told that was there at the call. `not_found` if the
   * topic does not exist, `overloaded` if the log cannot be reached.
   */
  follow(topic: string, sinceMs: number, follower: TopicFollower): Promise<Following>;
}
