import { type ConversationSeen, isEnded, type Seen, type TurnSeen } from './seen.ts';
import type { Tell } from './verdict.ts';

/** Who has a conversation: the turn that claimed it, and its handoff. */
interface Holding {
  readonly handoff: string;
  readonly turn: TurnSeen;
}

/**
 * One agent has a conversation at a time, while one has it nothing else answers, and a draft is no answer. By the replies, in
 * the order of the log.
 */
export function judgeHandoffs({ conversations }: Seen, tell: Tell): void {
  for (const conversation of conversations.values()) judgeHandoff(conversation, tell);
}

const ends = ['transferred', 'returned', 'handed_back', 'withdrawn'];

function judgeHandoff(conversation: ConversationSeen, tell: Tell): void {
  const { conversationId, answered } = conversation;
  let holding = null as Holding | null;
  for (const turn of answered) {
    const { reply, turnId } = turn;
    if (!reply) continue;
    // A conversation that was forgotten begins without it.
    if (holding?.turn.reply && isEnded(conversation, holding.turn.reply)) holding = null;
    const { handoff, line, answers, draft } = reply;
    if (draft === 'told') {
      const sentence = `The reply to ${turnId} of ${conversationId} has words for the shopper, though an agent asked for a draft.`;
      tell({ code: 'draft_told', sentence, lines: [line], conversationId, turnId });
    }
    const lines = [...(holding?.turn.reply ? [holding.turn.reply.line] : []), line];
    if (handoff?.change === 'claimed') {
      if (holding?.handoff === handoff.id) {
        const sentence = `${turnId} claimed ${conversationId}, which ${holding.turn.turnId} had claimed and nobody had given back.`;
        tell({ code: 'claimed_twice', sentence, lines, conversationId, turnId });
      }
      holding = { handoff: handoff.id, turn };
    } else if (handoff && ends.includes(handoff.change)) holding = null;
    else if (holding && answers) {
      const sentence = `${turnId} of ${conversationId} was answered, though a person had the conversation since ${holding.turn.turnId}.`;
      tell({ code: 'answered_while_claimed', sentence, lines, conversationId, turnId });
    }
  }
}
