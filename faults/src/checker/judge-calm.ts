import type { EventOf } from '../history/history-event.ts';
import type { Calm } from './calm.ts';
import type { ModelFailures } from './model-failures.ts';
import { type ConversationSeen, type Seen, saysYes, submittedAt, type TurnSeen } from './seen.ts';
import type { Tell } from './verdict.ts';

/** What a turn may take beyond its deadline, and what calling it off may take. */
const graceMs = 1_000;
/** A client waits so long for what becomes of a request. */
const patienceMs = 15_000;
/** Ids are remembered for 8 days, see delivery.md. */
const rememberedMs = 7 * 24 * 3_600_000;

/** What the fleet was set to do; undefined is not told. */
type Limits = Pick<EventOf<'begin'>, 'turnDeadlineMs' | 'atOnce' | 'modelsPerTurn'>;

/** What holds while nothing is broken: turns are in time, are answered if they can be, are called off, keep their text. */
export function judgeCalm(seen: Seen, calm: Calm, models: ModelFailures, limits: Limits, tell: Tell): void {
  const troubles = [...seen.conversations.values()].flatMap(({ turns }) => [...turns.values()].filter(isTroubled));
  for (const conversation of seen.conversations.values()) {
    for (const turn of conversation.turns.values()) {
      judgeTime(seen, conversation, turn, calm, limits, tell);
      judgeCancel(conversation, turn, calm, tell);
      judgeFailure(conversation, turn, calm, (one) => isHeldUp(one, troubles, models, limits), tell);
      judgeConflicts(conversation, turn, calm, tell);
    }
  }
}

const isTroubled = ({ troubled }: TurnSeen): boolean => troubled !== null;

/** Whether a turn was answered too late, or told too late to a client that listened all the time. */
function judgeTime(seen: Seen, conversation: ConversationSeen, turn: TurnSeen, calm: Calm, limits: Limits, tell: Tell) {
  const { conversationId } = conversation;
  const { turnId, reply, told, sends } = turn;
  const { turnDeadlineMs } = limits;
  if (!reply || turnDeadlineMs === undefined) return;
  const at = submittedAt(turn);
  const own = Math.max(0, ...sends.map(({ deadlineMs }) => deadlineMs ?? 0));
  const until = at + Math.max(turnDeadlineMs, own) + graceMs;
  const late = (what: string, when: number, line: number): void => {
    if (isCrowded(seen, turn, limits)) return;
    const sentence = `Turn ${turnId} of ${conversationId} was ${what} ${when - at} ms after it was submitted, ${when - until} ms too late, although nothing was broken.`;
    tell({ code: 'late', sentence, lines: [...sends.map((send) => send.line), line], conversationId, turnId });
  };
  if (reply.at > until && calm.covers(Math.min(at, turn.sentAt), until)) late('answered', reply.at, reply.line);
  else if (told && told.at > until && told.openedAt < until - graceMs && calm.covers(at, told.at))
    late('told as ended', told.at, told.line);
}

/** Whether so many turns were open that one may have had to wait for the others. */
function isCrowded({ conversations }: Seen, turn: TurnSeen, { atOnce }: Limits): boolean {
  if (atOnce === undefined) return false;
  const turns = [...conversations.values()].flatMap((conversation) => [...conversation.turns.values()]);
  return turns.filter((other) => isBeside(other, turn)).length > atOnce;
}

/** Whether both were open at some time. */
function isBeside(one: TurnSeen, other: TurnSeen): boolean {
  const endOf = ({ reply }: TurnSeen): number => reply?.at ?? Number.POSITIVE_INFINITY;
  return one.sentAt <= endOf(other) && other.sentAt <= endOf(one);
}

/** What was begun for a yes is brought to its end; else who calls a turn off in time is not told an answer. */
function judgeCancel({ conversationId }: ConversationSeen, turn: TurnSeen, calm: Calm, tell: Tell): void {
  const { turnId, reply, cancelled } = turn;
  if (!cancelled || !reply || reply.status === 'failed' || saysYes(turn)) return;
  const afterMs = reply.at - cancelled.at;
  if (afterMs <= graceMs || !calm.covers(cancelled.at, reply.at)) return;
  const sentence = `Turn ${turnId} of ${conversationId} was answered ${afterMs} ms after it was called off.`;
  tell({ code: 'cancel_ignored', sentence, lines: [cancelled.line, reply.line], conversationId, turnId });
}

/** A turn fails only with a reason: its own, that of one it had to wait for, or that it was called off. */
function judgeFailure(
  { conversationId, turns }: ConversationSeen,
  turn: TurnSeen,
  calm: Calm,
  heldUp: (turn: TurnSeen) => boolean,
  tell: Tell,
): void {
  const { turnId, reply, troubled, cancelled, sends } = turn;
  // Convictions have a verdict of their own.
  if (!reply || reply.status === 'completed' || reply.failure === 'poison' || troubled !== null || cancelled) return;
  if (sends.length === 0 || sends.some(({ deadlineMs }) => deadlineMs !== undefined)) return;
  if (!calm.covers(turn.sentAt, reply.at)) return;
  if ([...turns.values()].some((other) => isTroubled(other) && isBeside(other, turn))) return;
  if (heldUp(turn)) return;
  const sentence = `Turn ${turnId} of ${conversationId} ended as ${reply.status} (${reply.failure ?? 'incomplete'}), although nothing was broken and nothing that was asked for it misbehaved.`;
  const lines = [...sends.map(({ line }) => line), reply.line];
  tell({ code: 'needless_failure', sentence, lines, conversationId, turnId });
}

/**
 * Whether it failed for what others did: they hold up who waits, and close models to everybody – as many as a turn may ask,
 * or the next would have answered. Where nobody tells of failing calls, trouble beside it is enough.
 */
function isHeldUp(
  turn: TurnSeen,
  troubles: readonly TurnSeen[],
  models: ModelFailures,
  { modelsPerTurn }: Limits,
): boolean {
  const { reply, sentAt } = turn;
  if (reply?.failure !== 'deadline_exceeded' && reply?.failure !== 'model_unavailable') return false;
  if (reply.failure === 'model_unavailable' && modelsPerTurn !== undefined)
    return models.closedBetween(sentAt, reply.at) >= modelsPerTurn;
  return troubles.some((other) => isBeside(other, turn));
}

/** One id is one text: what comes later under it is refused, and nothing else is. */
function judgeConflicts({ conversationId }: ConversationSeen, turn: TurnSeen, calm: Calm, tell: Tell): void {
  const { turnId, sends, refused } = turn;
  const posted = sends.filter(({ over, body }) => over === 'http' && body !== undefined);
  const [first] = posted;
  const other = posted.find(({ body }) => body !== first?.body);
  if (first && other) {
    const [from, to] = [Math.min(first.at, other.at), Math.max(first.at, other.at)];
    if (!calm.covers(from, to + patienceMs) || to - from > rememberedMs) return;
    const sentence = `Two different messages were accepted over HTTP under the id ${turnId} of ${conversationId}.`;
    tell({ code: 'conflict_missed', sentence, lines: [first.line, other.line], conversationId, turnId });
    return;
  }
  const bodies = new Set([...posted, ...refused].map(({ body }) => body));
  const [needless] = refused;
  if (!needless || bodies.size > 1) return;
  const sentence = `Turn ${turnId} of ${conversationId} was refused as a conflict, although nobody sent another message under its id.`;
  tell({ code: 'needless_failure', sentence, lines: [needless.line], conversationId, turnId });
}
