import { replySchema } from '@turnfleet/contract/schemas';
import type { ToldEvent } from '../history/history-event.ts';
import { digestOf, digestOfReply, digestOfSame } from './digest.ts';
import { type JournalPlace, placeOf } from './known-journal.ts';
import type { HeardTurn, ReaderSeen } from './reader-seen.ts';
import { type ConversationSeen, turnOf } from './seen.ts';
import type { Tell, VerdictCode } from './verdict.ts';

/** A reader is given an event; `at` is left out of what is only read in the end. */
export function observeTold(
  reader: ReaderSeen,
  told: ToldEvent & { readonly at?: number },
  line: number,
  tell: Tell,
): void {
  const { conversation, session } = reader;
  const { conversationId } = conversation;
  const { id, type, turnId, at } = told;
  const wrong = (code: VerdictCode, what: string, lines: readonly number[]): void =>
    tell({ code, sentence: `Reader ${reader.reader} of ${conversationId} ${what}.`, lines, conversationId, turnId });
  const isEnd = type === 'reply.completed' || type === 'reply.failed';
  if (reader.turnId !== null && turnId !== reader.turnId) {
    return wrong('foreign', `asked for turn ${reader.turnId} and was told of turn ${turnId}`, [line]);
  }
  const place = placeOf(id);
  // A turn that the journal no longer holds is ended from the ledger, under the last id there is.
  const isFromLedger = isEnd && reader.turnId !== null && !isNext(session.last, place);
  if (!isFromLedger && !follow(reader, place, line, wrong)) return;
  reader.lastId = id;
  session.heard.add(turnId);
  session.previousTurn = turnId;
  const turn = turnOf(conversation, turnId);
  if (type !== 'turn.accepted') turn.work ??= line;
  const content = isEnd ? showReply(conversation, told, line, `reader ${reader.reader} heard`, tell) : told.text;
  if (!isEnd || reader.turnId === null) {
    const told = { turnId, line, content: digestOf(JSON.stringify([type, turnId, content])) };
    const before = conversation.journal.note(place, told);
    if (before && before.content !== told.content)
      wrong('stream_repeat', `heard something under id ${id} that was told otherwise before`, [before.line, line]);
  }
  piece(reader, told, isFromLedger, line, wrong);
  if (!isEnd) return;
  reader.ended.add(turnId);
  if (!reader.slow && at !== undefined && at > (turn.told?.at ?? Number.NEGATIVE_INFINITY))
    turn.told = { line, at, openedAt: reader.openedAt };
  if (reader.turnId === null) session.live = true;
}

/** Notes the reply that an event or a view shows; gives its content. */
export function showReply(
  conversation: ConversationSeen,
  { turnId, reply }: { readonly turnId: string; readonly reply?: unknown },
  line: number,
  where: string,
  tell: Tell,
): string {
  const { conversationId } = conversation;
  const turn = turnOf(conversation, turnId);
  const same = digestOfSame(turn, reply);
  if (same !== null) return same;
  const read = replySchema.safeParse(reply).data;
  if (!read || read.turnId !== turnId) {
    const sentence = `What ${where} as the reply to turn ${turnId} of ${conversationId} is no reply to it by the contract.`;
    tell({ code: 'off_contract', sentence, lines: [line], conversationId, turnId });
    return '';
  }
  if (read.conversationId !== conversationId) {
    const sentence = `What ${where} in ${conversationId} is a reply of ${read.conversationId}: another shopper's.`;
    tell({ code: 'foreign', sentence, lines: [line], conversationId, turnId });
    return '';
  }
  const content = digestOfReply(read);
  if (turn.shown.every((before) => before.content !== content)) turn.shown.push({ line, content, where });
  return content;
}

type Wrong = (code: VerdictCode, what: string, lines: readonly number[]) => void;

function isNext(last: JournalPlace | null, { generation, number }: JournalPlace): boolean {
  if (last === null) return generation > 0;
  return generation > last.generation || (generation === last.generation && number > last.number);
}

/** Ids of a generation come one after another. False for an event that was heard before. */
function follow({ session, turnId, turns }: ReaderSeen, place: JournalPlace, line: number, wrong: Wrong): boolean {
  const { last, live, previousTurn } = session;
  const { generation, number } = place;
  const before = last ? `${last.generation}-${last.number}` : '';
  if (last && !isNext(last, place)) {
    wrong('stream_repeat', `was told ${generation}-${number} after ${before}: a stream never goes back`, [
      session.line,
      line,
    ]);
    return false;
  }
  session.last = place;
  const isNewGeneration = last !== null && generation > last.generation;
  const after = last?.number ?? 0;
  if (isNewGeneration) {
    wrong('stream_gap', `was told ${generation}-${number} after ${before} without a journal.gap`, [session.line, line]);
  } else if (number > after + 1) session.holes.push({ generation, after, before: number, line, previousTurn, live });
  else return true;
  // Of the whole conversation nothing of a turn may be between; of one turn, other turns' events are.
  if (isNewGeneration) turns.clear();
  else if (turnId === null) for (const turn of turns.values()) turn.whole = false;
  return true;
}

/** Puts the turn's text together and compares it with its reply. */
function piece({ turns, session }: ReaderSeen, told: ToldEvent, fromLedger: boolean, line: number, wrong: Wrong): void {
  const { type, turnId, text = '' } = told;
  const known = turns.get(turnId);
  if (known?.ended)
    return wrong('stream_repeat', `heard ${type} of turn ${turnId} after the turn's end`, [session.line, line]);
  const turn: HeardTurn = known ?? { text: '', whole: type === 'turn.started', ended: false };
  turns.set(turnId, turn);
  if (type === 'turn.accepted') turn.whole = true;
  if (type === 'reply.delta') turn.text += text;
  if (type === 'reply.reset') Object.assign(turn, { text: '', whole: true });
  const reply = told.reply?.['text'];
  if (typeof reply !== 'string') return;
  turn.ended = true;
  // The ledger ends a turn of which the rest is not held any more.
  if (turn.whole && !fromLedger && turn.text !== '' && turn.text !== reply) {
    const code = turn.text.length < reply.length ? 'stream_gap' : 'stream_repeat';
    wrong(code, `pieced together another text of turn ${turnId} than its reply has`, [session.line, line]);
  }
  turn.text = '';
}
