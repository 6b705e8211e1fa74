import type { PendingCall, ToolCallRecord } from '@turnfleet/contract/schemas';
import { answersToQuestion, shopperText } from '@turnfleet/contract/words';
import { isTurnfleetError, type Logger, TurnfleetError } from '@turnfleet/core';
import type { PendingToolCall } from '@turnfleet/tools';
import { asOfNote, hasStandIn } from './as-of-note.ts';
import { type ExchangeDeps, type ExchangeQuestion, type ExchangeRecord, exchange } from './exchange.ts';
import type { TurnGrounding } from './grounding/turn-grounding.ts';
import { addText } from './read-step.ts';
import { failedOutcome, type Outcome } from './reply.ts';
import { NotBooked } from './spending/call-book.ts';

export interface ConverseDeps extends ExchangeDeps {
  readonly logger: Logger;
}

export interface Question extends ExchangeQuestion {
  /** Calls of this turn that were made before the model is asked. */
  readonly called?: readonly ToolCallRecord[];
  /** The call as the conversation is to hold it. */
  readonly hold: (call: PendingToolCall) => PendingCall;
  /** What to say of a question that this turn leaves without its yes, given what the shopper is asked instead. */
  readonly dropped: (next: PendingToolCall | null) => string | null;
  /** What to ask next, given the names of the tools called in this turn. */
  readonly suggest: (called: readonly string[]) => readonly string[];
}

/** Model ⇄ tools until there is an answer. Never throws for what model or tools do: that becomes a failed outcome. */
export async function converse(deps: ConverseDeps, question: Question): Promise<Outcome> {
  const done: ExchangeRecord = {
    calls: [...(question.called ?? [])],
    results: [],
    models: null,
    shadow: null,
    firstTokenAt: null,
  };
  try {
    const { incomplete, held } = await exchange(deps, question, done);
    const asOf = asOfNote(done.results, question.locale);
    if (asOf !== null) addText(question.progress, asOf);
    const isLeftOut = done.calls.some(({ reason }) => reason === 'load');
    if (isLeftOut) addText(question.progress, shopperText('leftOutForLoad', question.locale));
    const dropped = question.dropped(held?.call ?? null);
    if (dropped !== null) addText(question.progress, dropped);
    // The last thing a shopper reads, in the tool's words: the model's could be another question.
    if (held) addText(question.progress, held.question);
    const shadow = await done.shadow?.finish({ isAnswered: true });
    const { replaced } = question.grounding.tally;
    const lacks = done.calls.some(({ outcome }) => outcome === 'timeout' || outcome === 'failed');
    const missing = replaced > 0 || lacks || isLeftOut || hasStandIn(done.results);
    return {
      ...tally(done, question.grounding),
      status: missing || incomplete ? 'degraded' : 'completed',
      text: question.progress.text,
      ...(shadow && { shadow }),
      ...(held
        ? { suggestions: answersToQuestion(question.locale), held: question.hold(held.call) }
        : { suggestions: question.suggest(found(done.calls) ? done.calls.map(({ name }) => name) : []) }),
    };
  } catch (error) {
    await done.shadow?.finish({ isAnswered: false });
    if (error instanceof NotBooked) throw error.cause;
    return failedOutcome(failureOf(deps, error), question.locale, tally(done, question.grounding));
  }
}

/** Whether a tool had an answer: what is not there, nobody asks more about. */
const found = (calls: readonly ToolCallRecord[]): boolean =>
  calls.some(({ outcome }) => outcome === 'ok' || outcome === 'cached' || outcome === 'stale');

/** A fault of ours is for the log; its words are not for those who read the reply. */
function failureOf({ logger }: ConverseDeps, error: unknown): TurnfleetError {
  if (isTurnfleetError(error) && error.kind !== 'internal') return error;
  logger.error({ err: error }, 'a turn could not be answered because of a fault of ours');
  return isTurnfleetError(error)
    ? error
    : new TurnfleetError('internal', 'A fault of ours kept this turn from being answered.', { cause: error });
}

function tally({ calls, models, firstTokenAt }: ExchangeRecord, { tally: grounding, results }: TurnGrounding) {
  return { grounding, results, model: models?.model ?? '', toolCalls: calls, firstTokenAt };
}
