import { type ConversationSeen, isSubmitted, type TurnSeen } from './seen.ts';
import type { TopicsSeen } from './topics-seen.ts';
import type { Tell } from './verdict.ts';

/** One reply for every turn, none for anything else, the same for everybody. */
export function judgeTurns(conversation: ConversationSeen, found: TopicsSeen, tell: Tell): void {
  for (const turn of conversation.turns.values()) {
    if (!isSubmitted(turn)) judgeForeign(conversation, turn, tell);
    else if (!turn.reply && !turn.isTimer) judgeMissing(conversation, turn, tell);
    judgeShown(conversation, turn, tell);
    judgePointer(conversation, turn, tell);
    judgePoison(conversation, turn, found, tell);
  }
}

function judgeForeign(
  { conversationId }: ConversationSeen,
  { turnId, reply, work, shown }: TurnSeen,
  tell: Tell,
): void {
  const line = reply?.line ?? work ?? shown[0]?.line;
  if (line === undefined) return;
  const what = reply ? 'has a reply' : 'was shown to clients';
  const sentence = `Turn ${turnId} of ${conversationId} ${what}, but nobody submitted it.`;
  tell({ code: 'foreign', sentence, lines: [line], conversationId, turnId });
}

function judgeMissing({ conversationId }: ConversationSeen, turn: TurnSeen, tell: Tell): void {
  const { turnId, acknowledged, logged, work } = turn;
  const lines = [acknowledged, logged].filter((line) => line !== null);
  const how = acknowledged === null ? 'stands in chat.turns' : 'was accepted';
  const trace = work ?? turn.shown[0]?.line;
  if (trace === undefined) {
    const sentence = `Turn ${turnId} of ${conversationId} ${how}, and nothing came of it: no reply, no sign of work.`;
    return tell({ code: 'lost', sentence, lines, conversationId, turnId });
  }
  const sentence = `Turn ${turnId} of ${conversationId} ${how} and was worked on, but chat.replies has no reply to it.`;
  tell({ code: 'unanswered', sentence, lines: [...lines, trace], conversationId, turnId });
}

/** What clients and the store show as the reply is the reply. */
function judgeShown({ conversationId }: ConversationSeen, { turnId, reply, shown }: TurnSeen, tell: Tell): void {
  if (!reply) return;
  for (const { line, where, content } of shown) {
    if (content === reply.content) continue;
    const sentence = `What ${where} as the reply to turn ${turnId} of ${conversationId} is not what stands first in chat.replies (offset ${reply.offset}).`;
    const lines = [line, reply.line];
    tell({ code: 'answered_differently', sentence, lines, conversationId, turnId });
  }
}

/** `answeredBy` names a later turn of the conversation whose own reply is the answer. */
function judgePointer({ conversationId, turns }: ConversationSeen, { turnId, reply }: TurnSeen, tell: Tell): void {
  if (!reply || reply.answeredBy === null) return;
  const answer = turns.get(reply.answeredBy)?.reply;
  // One that has none is reported as such.
  if (!answer && turns.has(reply.answeredBy)) return;
  if (answer && answer.answeredBy === null && answer.version > reply.version) return;
  const sentence = `The reply to turn ${turnId} of ${conversationId} says that turn ${reply.answeredBy} carries its answer, which is no later turn with an answer of its own.`;
  const lines = [reply.line, ...(answer ? [answer.line] : [])];
  tell({ code: 'off_contract', sentence, lines, conversationId, turnId });
}

/** A turn that was given up is kept for whoever has to look into it. */
function judgePoison({ conversationId }: ConversationSeen, turn: TurnSeen, found: TopicsSeen, tell: Tell): void {
  const { turnId, reply, places } = turn;
  if (
    reply?.failure !== 'poison' ||
    !found.told.has('chat.turns') ||
    places.some((place) => found.deadLetters.has(place))
  )
    return;
  const sentence = `Turn ${turnId} of ${conversationId} was given up as poison, but no dead letter keeps it.`;
  tell({ code: 'lost', sentence, lines: [reply.line], conversationId, turnId });
}

/** Records that are no turn. */
export function judgeRejected(found: TopicsSeen, tell: Tell): void {
  for (const { place, line } of found.rejected) {
    if (found.deadLetters.has(place)) continue;
    const sentence = `The record at ${place} is no turn, and no dead letter keeps it: nobody will ever know of it.`;
    tell({ code: 'lost', sentence, lines: [line] });
  }
}
