import type { EventOf } from '../history/history-event.ts';
import { type ConversationSeen, maySayYes, type ReplySeen, type Seen, submittedAt, type TurnSeen } from './seen.ts';
import type { QuestionSeen, TopicsSeen } from './topics-seen.ts';
import type { Tell } from './verdict.ts';

/** How long a question to the shopper stays open, as delivery.md promises. */
const openMs = 10 * 60_000;

/** How turns fail that leave their group. */
const leaving: ReadonlySet<string> = new Set(['cancelled', 'deadline_exceeded']);

export type SeenEffect = EventOf<'effect'> & { readonly line: number };

/**
 * Nothing is done without a yes that was said after its question, and nothing is said to be done that was not. Only of
 * tools of which the history tells every effect.
 */
export function judgeEffects(
  seen: Seen,
  found: TopicsSeen,
  effects: readonly SeenEffect[],
  tools: readonly string[],
  tell: Tell,
): void {
  const told = effects.filter(({ tool }) => tools.includes(tool));
  for (const effect of told) judgeEffect(seen, found, effect, tell);
  for (const tool of tools) {
    const counts = new Map<string, number>();
    for (const effect of told) {
      if (effect.tool !== tool) continue;
      const id = effect.conversationId ?? found.questions.get(effect.key ?? '')?.conversationId ?? '';
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    for (const conversation of seen.conversations.values())
      judgeDone(conversation, tool, counts.get(conversation.conversationId) ?? 0, tell);
  }
}

function judgeEffect(seen: Seen, { questions }: TopicsSeen, effect: SeenEffect, tell: Tell): void {
  const { tool, key, line } = effect;
  const question = key === null ? undefined : questions.get(key);
  const unasked = (why: string, lines: readonly number[], of: Partial<QuestionSeen> = {}): void => {
    const { conversationId, turnId } = of;
    const about = conversationId && turnId ? { conversationId, turnId } : {};
    tell({ code: 'effect_unasked', sentence: `${tool} took effect ${why}.`, lines: [...lines, line], ...about });
  };
  if (!question) return unasked('and no conversation shows that its shopper was asked', []);
  const conversation = seen.conversation(question.conversationId);
  const asking = conversation.turns.get(question.turnId)?.reply;
  if (!asking) return unasked(`although turn ${question.turnId}, which asked, has no reply`, [question.line], question);
  const askedAt = Math.min(question.at, asking.at);
  const yes = [...conversation.turns.values()].filter(maySayYes).filter((turn) => {
    const last = Math.min(effect.at, asking.at + openMs);
    return submittedAt(turn) > askedAt && Math.min(turn.sentAt, submittedAt(turn)) <= last;
  });
  if (yes.some((turn) => isOpenUntil(conversation, asking, turn))) return;
  const why = `without a yes of the shopper that came after the question in turn ${question.turnId} and while it was open`;
  unasked(why, [asking.line], question);
}

/**
 * A question is dropped by the first turn after it that says no yes, but not by what agents do. One that left a group, as it
 * was called off or out of time, may have been in one with the asking turn, if it was submitted before the question was told:
 * then it drops nothing.
 */
function isOpenUntil({ answered }: ConversationSeen, asking: ReplySeen, { reply }: TurnSeen): boolean {
  if (!reply || reply.version <= asking.version) return true;
  return answered.every((turn) => {
    const version = turn.reply?.version ?? 0;
    const isBetween = version > asking.version && version < reply.version;
    if (!isBetween || maySayYes(turn) || turn.byAgent) return true;
    return leaving.has(turn.reply?.failure ?? '') && submittedAt(turn) < asking.at;
  });
}

function judgeDone({ conversationId, answered }: ConversationSeen, tool: string, effects: number, tell: Tell): void {
  const done = answered.filter(({ reply }) => reply?.done.includes(tool));
  const first = done[effects];
  if (!first) return;
  const { turnId } = first;
  const sentence = `${done.length} replies of ${conversationId} say that ${tool} was done, but it took effect ${effects} times.`;
  const lines = done.flatMap(({ reply }) => (reply ? [reply.line] : []));
  tell({ code: 'effect_missing', sentence, lines, conversationId, turnId });
}
