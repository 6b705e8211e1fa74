import type { Conversation, PendingCall, Turn } from '@turnfleet/contract/schemas';
import type { Clock } from '@turnfleet/core';
import type { BudgetKeeper } from '@turnfleet/model';
import { type AnswerableTurn, payerOf } from './answerable-turn.ts';
import { shopperOf } from './confirmation/counts-as-yes.ts';
import { droppedText } from './confirmation/dropped-text.ts';
import { pendingFrom } from './confirmation/run-confirmed.ts';
import type { Question } from './converse.ts';
import type { OfferedTools } from './offered-tools.ts';
import type { Prompt } from './prompt.ts';
import { factsOf } from './routing/facts.ts';

export interface QuestionDeps {
  readonly clock: Clock;
  readonly budgets: Pick<BudgetKeeper, 'stateOf'>;
  readonly prompt: Prompt;
  /** The shop's: an IANA name. */
  readonly timeZone: string;
}

interface AskedTurn {
  /** With all that the shopper says now. */
  readonly turn: Turn;
  readonly tenant: string;
  readonly locale: string;
  readonly conversation: Conversation;
  readonly carrier: AnswerableTurn;
  readonly offered: OfferedTools;
  /** The call that this turn lets happen. */
  readonly confirmed: PendingCall | null;
}

/** What a model is asked of a turn, by what the conversation, the offer and the shop's clock say. */
export function questionOfTurn(
  { clock, budgets, prompt, timeZone }: QuestionDeps,
  { turn, tenant, locale, conversation, carrier, offered, confirmed }: AskedTurn,
): Omit<Question, 'deadline' | 'progress' | 'book' | 'grounding' | 'callTools'> {
  const models = conversation.turns.map(({ reply }) => reply.model);
  const spent = budgets.stateOf(payerOf(carrier));
  return {
    messages: (entry, withHistory) =>
      prompt(entry, turn, locale, withHistory ? conversation.turns : [], offered.tokens),
    tools: offered.forModel,
    facts: factsOf({ turn, tenant, locale, models, spent }, timeZone, clock.now()),
    inputTokens: offered.tokens + Math.ceil(Buffer.byteLength(turn.text) / 3),
    locale,
    dropped: (next) => (confirmed ? null : droppedText(conversation, locale, next)),
    hold: (call) => pendingFrom(call, turn.turnId, shopperOf(carrier), clock.now()),
    suggest: (called) => offered.suggest(called, locale),
  };
}
