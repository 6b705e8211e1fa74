import { homePartition } from '@turnfleet/contract/events';
import { type Reply } from '@turnfleet/contract/schemas';
import type { ErrorKind } from '@turnfleet/core';
import type { EventOf } from '../history/history-event.ts';
import { KnownJournal } from './known-journal.ts';
import type { LastSeen, SnapshotSeen, TombstoneSeen } from './snapshot-seen.ts';

/** The first terminal record of a turn: the reply, for every reader. */
export interface ReplySeen {
  readonly line: number;
  /** When its record was written. */
  readonly at: number;
  readonly offset: bigint;
  /** Of the record value. */
  readonly bytes: string;
  /** Of the JSON of it that clients are told. */
  readonly told: string;
  /** Of what that says. */
  readonly content: string;
  readonly version: number;
  readonly status: Reply['status'];
  readonly answeredBy: string | null;
  /** Why it failed, null if it did not. */
  readonly failure: ErrorKind | null;
  /** Tools that it says did what they were asked. */
  readonly done: readonly string[];
  /** What it did to the handoff of its conversation, null for nothing. */
  readonly handoff: Reply['handoff'] | null;
  /** Shoppers are not told of it, and conversations need not remember it. */
  readonly silent: boolean;
  /** Of a command for a draft: whether it has words for the shopper; null of everything else. */
  readonly draft: 'kept' | 'told' | null;
  /** A model, a flow or a rule had words for the shopper. */
  readonly answers: boolean;
}

/** Somebody was told that a turn is accepted; what the history does not say is undefined. */
type SendSeen = Pick<EventOf<'submitted'>, 'at' | 'over' | 'body' | 'confirms' | 'deadlineMs'> & {
  readonly line: number;
};

/** A reply that somebody was shown otherwise than by `chat.replies`. */
interface ShownReply {
  readonly line: number;
  readonly content: string;
  readonly where: string;
}

/** All that a history shows of a turn. */
export interface TurnSeen {
  readonly turnId: string;
  /** Line of the first acknowledgement, null if there is none. */
  acknowledged: number | null;
  /** Line of a record in `chat.turns` from which the turn has to be answered, null if there is none. */
  logged: number | null;
  /** When it was first sent, as far as known. */
  sentAt: number;
  /** Its first place in its home partition of `chat.turns`. */
  place: bigint | null;
  /** All its places there, as `chat.turns/PARTITION/OFFSET`. */
  readonly places: string[];
  reply: ReplySeen | null;
  /** Line that shows that the turn was worked on. */
  work: number | null;
  readonly shown: ShownReply[];
  readonly sends: SendSeen[];
  /** When its first record was written, wherever, null if that is not told. */
  landedAt: number | null;
  /** 409 was the answer to these. */
  readonly refused: { readonly line: number; readonly body: string }[];
  /** The first time that somebody was told that it will be called off. */
  cancelled: { readonly line: number; readonly at: number } | null;
  /** It is a timer that was put among the turns: nobody has to be told of it. */
  isTimer: boolean;
  /** An agent did it: no shopper has to be told that it is accepted. */
  byAgent: boolean;
  /** Line that says that it has reason to fail. */
  troubled: number | null;
  /** The last time that a reader who keeps up was told its end. */
  told: { readonly line: number; readonly at: number; readonly openedAt: number } | null;
}

/** What the store showed when all was over. */
interface ViewSeen {
  readonly line: number;
  readonly version: number;
  readonly turns: readonly { readonly turnId: string; readonly reply: unknown }[];
}

export interface ConversationSeen {
  readonly conversationId: string;
  readonly home: number;
  readonly turns: Map<string, TurnSeen>;
  /** Turns by their first terminal record, in the order of the log. */
  answered: TurnSeen[];
  /** The highest by (generation, version, epoch), unless a tombstone has ended it. */
  snapshot: SnapshotSeen | null;
  /** In the order of the log. */
  readonly tombstones: TombstoneSeen[];
  last: LastSeen | null;
  /** Where snapshots first had a version as high as this or higher, ascending in both. */
  readonly reached: { readonly version: number; readonly offset: bigint }[];
  view: ViewSeen | null;
  /** By version the timers that its snapshots name, as turn ids; `''` for none. */
  readonly timers: Map<number, Set<string>>;
  readonly journal: KnownJournal;
}

/** Everything seen so far, by conversation. */
export class Seen {
  readonly partitions: number;
  readonly conversations = new Map<string, ConversationSeen>();

  constructor(partitions: number) {
    this.partitions = partitions;
  }

  conversation(conversationId: string): ConversationSeen {
    const known = this.conversations.get(conversationId);
    if (known) return known;
    const home = homePartition(conversationId, this.partitions);
    const journal = new KnownJournal();
    const conversation = {
      conversationId,
      home,
      turns: new Map<string, TurnSeen>(),
      answered: [],
      snapshot: null,
      tombstones: [],
      last: null,
      reached: [],
      view: null,
      timers: new Map<number, Set<string>>(),
      journal,
    };
    this.conversations.set(conversationId, conversation);
    return conversation;
  }
}

export function turnOf({ turns }: ConversationSeen, turnId: string): TurnSeen {
  const known = turns.get(turnId);
  if (known) return known;
  const turn: TurnSeen = {
    turnId,
    acknowledged: null,
    logged: null,
    sentAt: Number.POSITIVE_INFINITY,
    place: null,
    places: [],
    reply: null,
    work: null,
    shown: [],
    sends: [],
    landedAt: null,
    refused: [],
    cancelled: null,
    isTimer: false,
    byAgent: false,
    troubled: null,
    told: null,
  };
  turns.set(turnId, turn);
  return turn;
}

/** Whether somebody submitted it: else whatever is said of it is foreign. */
export function isSubmitted({ acknowledged, logged }: TurnSeen): boolean {
  return acknowledged !== null || logged !== null;
}

/** Whether it says yes to what the shopper was asked. */
export function saysYes({ sends }: TurnSeen): boolean {
  return sends.some(({ confirms }) => confirms === true);
}

/** Whether it may: of one that is in the log although nobody was told so, nobody knows what its sender meant. */
export function maySayYes(turn: TurnSeen): boolean {
  return saysYes(turn) || (turn.sends.length === 0 && turn.logged !== null && !turn.isTimer && !turn.byAgent);
}

/** When it was submitted: when its record was written, else when it was sent; infinite if neither is known. */
export function submittedAt({ landedAt, sentAt }: TurnSeen): number {
  return landedAt ?? sentAt;
}

/** Since when work on it is possible: a log that was rewritten may have its record from later than that. */
export function knownSince(turn: TurnSeen): number {
  return Math.min(submittedAt(turn), turn.sentAt);
}

/** Whether a reply is one that a tombstone ended: nobody has to remember it. */
export function isEnded({ tombstones }: ConversationSeen, { at, version }: ReplySeen): boolean {
  return tombstones.some((end) => at <= end.at && (end.rank === null || version <= end.rank.version));
}
