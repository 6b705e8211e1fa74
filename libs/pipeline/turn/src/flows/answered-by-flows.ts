import { toTurnfleetError } from '@turnfleet/core';
import type { Question } from '../converse.ts';
import { failedOutcome, type Outcome } from '../reply.ts';
import type { TurnFlows } from './turn-flows.ts';

/** What tools do to a flow ends its turn as it ends any other. */
export async function answeredByFlows(
  flows: TurnFlows,
  turn: Parameters<TurnFlows['answer']>[0],
  question: Question,
  model: (question: Question) => Promise<Outcome>,
): Promise<Outcome> {
  try {
    return await flows.answer(turn, question, model);
  } catch (error) {
    if (!question.deadline.signal.aborted) throw error;
    return failedOutcome(toTurnfleetError(question.deadline.signal.reason), turn.locale, {
      toolCalls: turn.tools.records,
    });
  }
}
