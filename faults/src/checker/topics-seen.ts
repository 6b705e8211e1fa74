import type { HistoryRecord } from '../history/history-event.ts';

/** A record of `chat.turns` that is no turn, and so has to be in the dead letters. */
interface RejectedRecord {
  readonly place: string;
  readonly line: number;
}

/** What a shopper was asked to confirm: the first snapshot that holds the call. */
export interface QuestionSeen {
  readonly conversationId: string;
  /** In which the shopper was asked. */
  readonly turnId: string;
  readonly line: number;
  readonly at: number;
}

/** What the topics show besides single conversations. */
export interface TopicsSeen {
  /** Topics of which there is any record: of the others the history says nothing. */
  readonly told: Set<HistoryRecord['topic']>;
  readonly rejected: RejectedRecord[];
  /** Places that dead letters name as their origin. */
  readonly deadLetters: Set<string>;
  /** Partitions of `chat.replies` that are told from their very beginning. */
  readonly wholeReplies: Map<number, boolean>;
  /** By partition the versions that tombstones ended: a conversation that is not known may go on from any of them. */
  readonly floors: Map<number, Set<number>>;
  /** By idempotency key of the call that waits for a yes. */
  readonly questions: Map<string, QuestionSeen>;
  terminalRecords: number;
  /** Terminal records with the bytes of an earlier one of the same turn. */
  repeatedReplies: number;
}

export function emptyTopics(): TopicsSeen {
  return {
    told: new Set(),
    rejected: [],
    deadLetters: new Set(),
    wholeReplies: new Map(),
    floors: new Map(),
    questions: new Map(),
    terminalRecords: 0,
    repeatedReplies: 0,
  };
}
