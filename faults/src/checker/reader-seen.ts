import type { EventOf } from '../history/history-event.ts';
import { type JournalPlace, placeOf } from './known-journal.ts';
import type { ConversationSeen } from './seen.ts';
import type { Tell } from './verdict.ts';

/** Ids that a reader was not given between two that it was. */
export interface Hole {
  readonly generation: number;
  readonly after: number;
  readonly before: number;
  readonly line: number;
  /** Turn of the event before it, null if there is none. */
  readonly previousTurn: string | null;
  /** The session's at that time. */
  readonly live: boolean;
}

/** What a reader was given over one connection, or since a gap that it was told of. */
export interface Session {
  /** Turns sent later than this were told from their start, milliseconds; of those before, the ended ones were left out. */
  readonly since: number;
  readonly line: number;
  /** By the gap that it began with, what the journal holds comes after this; null without one. */
  readonly heldAfter: JournalPlace | null;
  last: JournalPlace | null;
  previousTurn: string | null;
  /** Nothing may be left out any more: it was resumed after an id, or an end was heard, and ended turns are not replayed. */
  live: boolean;
  readonly heard: Set<string>;
  readonly holes: Hole[];
}

/** A turn as one reader pieced it together. */
export interface HeardTurn {
  /** Of the deltas since the last reset. */
  text: string;
  /** Whether it was heard from its start, so that the text has to be the reply's. */
  whole: boolean;
  ended: boolean;
}

/** Names who reads the journal itself, as no client does: it has what shoppers are not told, too. */
export const theJournal = 'the journal';

/** One client and what it heard, over all its connections. */
export interface ReaderSeen {
  readonly reader: string;
  conversation: ConversationSeen;
  /** Only this turn is told; null: all of the conversation. */
  turnId: string | null;
  open: boolean;
  /** When its connection began. */
  openedAt: number;
  /** It takes its time over what it is given. */
  slow: boolean;
  lastId: string | null;
  session: Session;
  readonly sessions: Session[];
  /** Since it started anew, or was told of a gap. */
  readonly turns: Map<string, HeardTurn>;
  /** Turns whose end was heard, in whichever session. */
  readonly ended: Set<string>;
}

/** A connection begins: resumed after the last id heard it goes on with what the reader has, else the reader starts anew. */
export function openReader(
  before: ReaderSeen | undefined,
  conversation: ConversationSeen,
  { reader, turnId = null, after, from, at, slow = false }: EventOf<'opened'>,
  line: number,
): ReaderSeen {
  const goesOn = after !== null && after === before?.lastId;
  const session = { ...sessionFrom(goesOn ? before.session.since : at, line), live: after !== null };
  // Generation 0 stands for "from the beginning", whatever the generation.
  const last = after === null ? null : placeOf(after);
  if (last?.generation !== 0) session.last = last;
  if (before?.conversation === conversation && before.turnId === turnId) {
    beginSession(before, session);
    Object.assign(before, { open: true, openedAt: at, slow, lastId: after ?? from ?? null });
    if (!goesOn) before.turns.clear();
    return before;
  }
  const turns = new Map<string, HeardTurn>();
  return {
    reader,
    conversation,
    turnId,
    open: true,
    openedAt: at,
    slow,
    lastId: after ?? from ?? null,
    session,
    sessions: [session],
    turns,
    ended: new Set(),
  };
}

/** The reader is told that events are missing: what follows stands for itself. */
export function tellGap(reader: ReaderSeen, { id, at }: EventOf<'gap'>, line: number): void {
  beginSession(reader, { ...sessionFrom(at, line), heldAfter: id === undefined ? null : placeOf(id) });
  reader.turns.clear();
  reader.lastId = id ?? null;
}

export function closeReader(reader: ReaderSeen, { how }: EventOf<'closed'>, line: number, tell: Tell): void {
  reader.open = false;
  const { turnId, conversation, session } = reader;
  const heardAnything = session.heard.size > 0 || !session.live;
  if (turnId === null || how !== 'complete' || reader.ended.has(turnId) || !heardAnything) return;
  const { conversationId } = conversation;
  const sentence = `The stream of turn ${turnId} of ${conversationId} that reader ${reader.reader} followed was ended by the server without the turn's end: a silent half answer.`;
  tell({ code: 'stream_gap', sentence, lines: [session.line, line], conversationId, turnId });
}

function sessionFrom(since: number, line: number): Session {
  return { since, line, heldAfter: null, last: null, previousTurn: null, live: false, heard: new Set(), holes: [] };
}

function beginSession(reader: ReaderSeen, session: Session): void {
  // A stream without holes needs no second look.
  if (reader.session.holes.length === 0) reader.sessions.pop();
  reader.session = session;
  reader.sessions.push(session);
}
