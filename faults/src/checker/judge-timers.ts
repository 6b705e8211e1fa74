import type { EventOf } from '../history/history-event.ts';
import type { ConversationSeen, Seen, TurnSeen } from './seen.ts';
import type { Tell } from './verdict.ts';

/** The timer of a snapshot. */
export interface SeenTimer {
  readonly kind: string;
  readonly dueAt: string;
}

/** The id of the turn that ends a dialogue by this timer; `''` for none. */
export const timerIdOf = (timer: SeenTimer | undefined): string =>
  timer ? `timer~${timer.kind}~${Date.parse(timer.dueAt)}` : '';

type Settings = Pick<EventOf<'begin'>, 'startedAt' | 'timersWithinMs'>;

/**
 * A dialogue is ended by its own timer, once, and in the end by the one it has, if that was due long enough ago. `until`: when
 * the history ends.
 */
export function judgeTimers({ conversations }: Seen, settings: Settings, until: number, tell: Tell): void {
  for (const conversation of conversations.values()) {
    judgeTwice(conversation, tell);
    judgeLost(conversation, settings, until, tell);
  }
}

function judgeTwice({ conversationId, answered, timers }: ConversationSeen, tell: Tell): void {
  // Not by version: a conversation that was forgotten may begin at the first one again.
  const wrong = (turn: TurnSeen, lines: readonly number[], why: string): void => {
    const { turnId } = turn;
    tell({
      code: 'timer_twice',
      sentence: `${turnId} ended a dialogue of ${conversationId} ${why}.`,
      lines,
      conversationId,
      turnId,
    });
  };
  for (const [i, turn] of answered.entries()) {
    const before = answered[i - 1];
    if (!turn.isTimer || !turn.reply) continue;
    const lines = [before?.reply?.line, turn.reply.line].filter((line) => line !== undefined);
    const armed = timers.get(turn.reply.version - 1);
    if (before?.isTimer && before.reply?.version === turn.reply.version - 1)
      wrong(turn, lines, `that ${before.turnId} had ended already`);
    else if (armed && !armed.has(turn.turnId)) wrong(turn, lines, 'that had gone on and has another timer, or none');
  }
}

function judgeLost(
  { conversationId, snapshot }: ConversationSeen,
  { startedAt, timersWithinMs }: Settings,
  until: number,
  tell: Tell,
): void {
  if (startedAt === undefined || timersWithinMs === undefined || !snapshot) return;
  const { timer } = (JSON.parse(snapshot.value) as { readonly conversation: { readonly timer?: SeenTimer } })
    .conversation;
  if (!timer) return;
  const overdueMs = startedAt + until - Date.parse(timer.dueAt);
  if (overdueMs <= timersWithinMs) return;
  const sentence = `${conversationId} has had a timer (${timer.kind}) that was due ${overdueMs} ms before the end, and nothing has ended its dialogue.`;
  tell({ code: 'timer_lost', sentence, lines: [snapshot.line], conversationId, turnId: timerIdOf(timer) });
}
