import { type Hole, type ReaderSeen, type Session, theJournal } from './reader-seen.ts';
import type { Tell } from './verdict.ts';

/** What is wrong with a stream that only shows when all is known: what was left out, and ends that never came. */
export function judgeReader(reader: ReaderSeen, tell: Tell): void {
  for (const session of reader.sessions) {
    for (const hole of session.holes) judgeHole(reader, session, hole, tell);
  }
  if (reader.open) judgeEnds(reader, tell);
  judgeDrafts(reader, tell);
}

/** Shoppers hear of no draft, neither while it is worded nor at its end. */
function judgeDrafts({ reader, conversation, session, sessions }: ReaderSeen, tell: Tell): void {
  if (reader === theJournal) return;
  const { conversationId, turns } = conversation;
  const heard = new Set(sessions.flatMap((one) => [...one.heard]));
  for (const turnId of heard) {
    const { reply } = turns.get(turnId) ?? {};
    if (!reply?.draft) continue;
    const sentence = `Reader ${reader} of ${conversationId} was told of ${turnId}, a draft for an agent.`;
    tell({ code: 'draft_told', sentence, lines: [session.line, reply.line], conversationId, turnId });
  }
}

/**
 * A stream that begins anew tells the turns in progress and leaves out those that ended; so a hole is right as long as
 * nothing in it belongs to a turn that this reader was told of, or that came after it began.
 */
function judgeHole(reader: ReaderSeen, session: Session, hole: Hole, tell: Tell): void {
  const { conversation, turnId: only } = reader;
  const { conversationId, turns, journal } = conversation;
  const { generation, after, before, line } = hole;
  const isLater = (turnId: string | null): boolean => {
    const sentAt = turnId === null ? undefined : turns.get(turnId)?.sentAt;
    return sentAt !== undefined && Number.isFinite(sentAt) && sentAt > session.since;
  };
  if (only === null && isSilent(conversation, hole)) return;
  let missing: string | null = null;
  if (only === null && (hole.live || isLater(hole.previousTurn))) missing = `${generation}-${after + 1}`;
  for (let number = firstHeld(reader, session, hole); number < before && missing === null; number++) {
    const told = journal.at({ generation, number });
    const isMissed =
      told && (only === null ? session.heard.has(told.turnId) || isLater(told.turnId) : told.turnId === only);
    if (isMissed) missing = `${generation}-${number} of turn ${told.turnId}`;
  }
  if (missing === null) return;
  const sentence = `Reader ${reader.reader} of ${conversationId} was never given ${missing}: after ${generation}-${after} it was told ${generation}-${before}.`;
  tell({ code: 'stream_gap', sentence, lines: [session.line, line], conversationId });
}

/** A stream of one turn goes on from the oldest held; one of a conversation may say that it skips more, and has to answer for it. */
function firstHeld({ turnId: only }: ReaderSeen, { heldAfter }: Session, { generation, after }: Hole): number {
  const isGone = only !== null && heldAfter?.generation === generation && heldAfter.number > after;
  return (isGone ? heldAfter.number : after) + 1;
}

/** Whether all of it is what agents did that shoppers are not told of; of a journal that is gone nobody knows. */
function isSilent(
  { journal, turns, answered }: ReaderSeen['conversation'],
  { generation, after, before }: Hole,
): boolean {
  if (answered.every(({ reply }) => !reply?.silent)) return false;
  const numbers = Array.from({ length: before - after - 1 }, (_, i) => after + 1 + i);
  return numbers.every((number) => {
    const told = journal.at({ generation, number });
    return told === null || turns.get(told.turnId)?.reply?.silent === true;
  });
}

/** Who listens to the end hears the end of every turn. */
function judgeEnds({ reader, conversation, turnId: only, session, turns, ended }: ReaderSeen, tell: Tell): void {
  const { conversationId, answered } = conversation;
  for (const turn of answered) {
    const { turnId, sentAt, reply } = turn;
    if (ended.has(turnId) || reply?.silent || (only !== null && only !== turnId)) continue;
    const isLater = Number.isFinite(sentAt) && sentAt > session.since;
    if (only === null && !turns.has(turnId) && !isLater) continue;
    const sentence = `Reader ${reader} of ${conversationId} listened to the end and was never told how turn ${turnId} ended, although its reply is in the log.`;
    tell({ code: 'stream_gap', sentence, lines: [session.line, reply?.line ?? session.line], conversationId, turnId });
  }
}
