import type { JournalEvent } from '@turnfleet/contract/http';
import { type Reply, toldReply } from '@turnfleet/contract/schemas';
import type { Fence } from './fence.ts';
import type { Watching } from './watching.ts';

type TurnAccepted = Extract<JournalEvent, { type: 'turn.accepted' }>;
/** The terminal event of a turn; only `settle` and `catchUp` of the `ConversationStore` write it. */
export type TurnEnd = Extract<JournalEvent, { type: 'reply.completed' | 'reply.failed' }>;
/** What happens between acceptance and end. */
export type TurnProgress = Exclude<JournalEvent, TurnAccepted | TurnEnd>;

/** Who appends. */
interface JournalWriter {
  readonly fence: Fence;
  /** `attempt` of the `begin` this writer works under. */
  readonly attempt: number;
}

export interface JournalEntry {
  /** `GENERATION-NUMBER`, both decimal; within a conversation, numbers have no gaps and generations grow. */
  readonly id: string;
  /** Trace context of the turn (W3C `traceparent`), `''` if none. */
  readonly traceparent: string;
  readonly event: JournalEvent;
}

export type JournalPage =
  | {
      readonly kind: 'entries';
      readonly entries: readonly JournalEntry[];
      /** Id to read on after: the last entry's or, of a journal that holds none, one that is its generation's all the same. */
      readonly end: string;
    }
  /** What came after this id cannot be told: it is not held any more, is of an earlier generation, or never was. */
  | { readonly kind: 'gap' };

/**
 * The resumable list of client-visible events of a conversation. Held for the journal's time to live after the last
 * event, and at most `journalLimit` entries. Errors: `fenced`, `overloaded`.
 */
export interface Journal {
  /**
   * From the ingress or, if it is missing, from the orchestrator: appended once per turn, never after the turn's end.
   * Left out while the partition is lost; the orchestrator then does it. `traceparent` goes with all events of the turn.
   */
  accept(conversationId: string, event: TurnAccepted, traceparent: string): Promise<void>;
  /**
   * Appends events of one turn as number `first` (from 1), `first` + 1, … of the writer's attempt. Left out are: numbers
   * this attempt already appended, everything of an older attempt, everything after the turn's end. An attempt after the
   * first begins with `reply.reset`, which is the caller's to append.
   */
  append(conversationId: string, events: readonly TurnProgress[], first: number, writer: JournalWriter): Promise<void>;
  /** Entries after `after`; from the oldest held when null. `overloaded` while the partition is lost. */
  read(conversationId: string, after: string | null): Promise<JournalPage>;
  /** Calls `wake` after every append to the conversation until closed; may call it without one. */
  subscribe(conversationId: string, wake: Wake): Promise<Watching>;
}

/** `appended`: what was, as `read` would tell it; null where that is not known, was too much, or some may have been missed. */
export type Wake = (appended: readonly JournalEntry[] | null) => void;

/** Entries a conversation's journal holds at most; the oldest go first. */
export const journalLimit = 4_096;

/** The terminal event of the turn that has this reply; clients are not told what each call cost. */
export function endWith(reply: Reply): TurnEnd {
  const type = reply.status === 'failed' ? 'reply.failed' : 'reply.completed';
  return { type, turnId: reply.turnId, reply: toldReply(reply) };
}

/** What takes back the words of work whose turn turns out to have another reply already. */
export function overruled(turnId: string): Extract<JournalEvent, { type: 'reply.reset' }> {
  return { type: 'reply.reset', turnId, reason: 'the turn had been answered before' };
}

/** What takes back the words of an answer that the log turned out not to take as a whole. */
export function shortened(turnId: string): Extract<JournalEvent, { type: 'reply.reset' }> {
  return { type: 'reply.reset', turnId, reason: 'the answer had to be shortened' };
}

/** An id as its parts, or null if it is not one. */
export function parseJournalId(id: string): { readonly generation: number; readonly number: number } | null {
  if (!/^\d{1,15}-\d{1,15}$/.test(id)) return null;
  const dash = id.indexOf('-');
  return { generation: Number(id.slice(0, dash)), number: Number(id.slice(dash + 1)) };
}
