import type { Owner, Reply } from '@turnfleet/contract/schemas';
import type { TurnRef } from '@turnfleet/conversation';
import type { Attempt } from './run.ts';

export interface EndingTurn extends TurnRef {
  readonly text: string;
  /** RFC 3339. */
  readonly submittedAt: string;
  readonly tenant: string;
  readonly userId: string | undefined;
  /** Whose a conversation is that begins with this turn; undefined: nobody's. */
  readonly owner?: Owner | undefined;
  /** Trace context that goes with the turn's events, `''` if none. */
  readonly traceparent: string;
  readonly attempt: Attempt;
}

/** A committed reply and what is written of it. */
export interface Ending {
  readonly turn: EndingTurn;
  readonly reply: Reply;
  /** The record value. */
  readonly text: string;
}

/** Replies of one conversation as committed, and the snapshot in which they stand: a value for `chat.conversations`. */
export interface Written {
  readonly snapshot: string;
  readonly endings: readonly Ending[];
}

/** A reply that the log has already, and where. */
export interface SaidEnding {
  readonly ending: Ending;
  readonly offset: bigint;
}
