import { isSubmitted, type Seen } from './seen.ts';
import type { TopicsSeen } from './topics-seen.ts';

/** What a run was about. */
export interface Counts {
  readonly conversations: number;
  /** Turns that had to be answered, each once however often it was sent. */
  readonly turns: number;
  /** Acknowledgements. */
  readonly submitted: number;
  /** Turns with a reply, and how they ended. */
  readonly replies: number;
  readonly completed: number;
  readonly degraded: number;
  readonly failed: number;
  /** Terminal records that repeat another byte for byte: harmless, and a sign of work done again. */
  readonly repeatedReplies: number;
  /** Of all terminal records. */
  readonly repeatedShare: number;
  readonly rejectedRecords: number;
  readonly readers: number;
  /** Times that a reader was told that events are missing. */
  readonly gaps: number;
  readonly effects: number;
  readonly faults: number;
}

type Tally = Pick<Counts, 'submitted' | 'faults' | 'readers' | 'gaps' | 'effects'>;

export function countsOf(seen: Seen, found: TopicsSeen, tally: Tally): Counts {
  const { terminalRecords, repeatedReplies, rejected } = found;
  const statuses = { completed: 0, degraded: 0, failed: 0 };
  let turns = 0;
  for (const conversation of seen.conversations.values()) {
    for (const turn of conversation.turns.values()) if (isSubmitted(turn)) turns++;
    for (const { reply } of conversation.answered) if (reply) statuses[reply.status]++;
  }
  return {
    conversations: seen.conversations.size,
    turns,
    submitted: tally.submitted,
    replies: statuses.completed + statuses.degraded + statuses.failed,
    ...statuses,
    repeatedReplies,
    repeatedShare: terminalRecords === 0 ? 0 : repeatedReplies / terminalRecords,
    rejectedRecords: rejected.length,
    readers: tally.readers,
    gaps: tally.gaps,
    effects: tally.effects,
    faults: tally.faults,
  };
}
