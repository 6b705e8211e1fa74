import type { PendingCall } from '@turnfleet/contract/schemas';
import { type Deadline, toTurnfleetError } from '@turnfleet/core';
import type { ToolResult } from '@turnfleet/tools';
import type { AnswerableTurn } from './answerable-turn.ts';
import { confirmedBy } from './confirmation/counts-as-yes.ts';
import { runConfirmed } from './confirmation/run-confirmed.ts';
import type { ToolsOfTurn } from './confirmation/tools-of-turn.ts';
import type { Question } from './converse.ts';
import { answeredByFlows } from './flows/answered-by-flows.ts';
import { toolsOfFlows } from './flows/flow-tools.ts';
import type { TurnFlows } from './flows/turn-flows.ts';
import type { GroundTurn } from './grounding/turn-grounding.ts';
import type { PassingOn } from './handoff/passing-on.ts';
import type { ModelSteps } from './model-steps.ts';
import type { OfferTools } from './offered-tools.ts';
import type { Progress } from './progress.ts';
import { asOneQuestion } from './prompt.ts';
import { type QuestionDeps, questionOfTurn } from './question-of-turn.ts';
import { failedOutcome, type Outcome } from './reply.ts';
import type { CallBook } from './spending/call-book.ts';
import type { AnswerWithoutModel } from './without-model/answer-without-model.ts';

export interface OutcomeDeps extends QuestionDeps {
  readonly steps: ModelSteps;
  /** Null: models answer everything. */
  readonly flows: TurnFlows | null;
  /** What can be said when no model can be asked. */
  readonly withoutModel: AnswerWithoutModel;
  /** The tool calls of one turn, which remember what was called, so that nothing runs twice. */
  readonly toolsOfTurn: ToolsOfTurn;
  readonly offer: OfferTools;
  readonly ground: GroundTurn;
  readonly passing: PassingOn;
}

interface Bounds {
  readonly progress: Progress;
  readonly deadline: Deadline;
  /** The same for what the shopper cannot call off. */
  readonly uncancelled: Deadline;
  /** The carrier's: it pays. */
  readonly book: CallBook;
  /** Ends with the run alone. */
  readonly signal: AbortSignal;
}

/**
 * What turns come to together, told as `carrier`. Whoever has the first word answers: a person who is there, a call that
 * waited for this yes, flows, and a model what they leave to it.
 */
export async function outcomeOfTurns(
  deps: OutcomeDeps,
  turns: readonly AnswerableTurn[],
  carrier: AnswerableTurn,
  { progress, deadline, uncancelled, book, signal }: Bounds,
): Promise<Outcome> {
  const { tenant, locale, submittedAt, begun } = carrier;
  const { conversation } = begun;
  const confirmed = turns.length === 1 ? confirmedBy(carrier, conversation) : null;
  // What an earlier attempt may have done cannot be called off any more: this one finds out what came of it.
  const over = confirmed && begun.attempt > 1 ? uncancelled.signal : deadline.signal;
  const turn = { ...carrier.turn, tenant, text: asOneQuestion(turns.map((one) => one.turn.text)) };
  const asked = { turn, tenant, locale, conversation };
  const offered = deps.offer(turn.conversationId);
  const grounding = deps.ground({ ...asked, tools: offered.tools });
  const found: ToolResult[] = [];
  const passable = { ...asked, progress, signal, grounding, found };
  // What a shopper says to a person is never too late.
  const ofPerson = isCalledOff(over) ? null : await deps.passing.ofPerson(passable);
  if (ofPerson) return ofPerson;
  if (over.aborted) return outcomeOfOver(over, locale, confirmed);
  // The most urgent of them, if they are answered together.
  const priority = turns.reduce((first, one) => (one.priority < first ? one.priority : first), carrier.priority);
  const tools = deps.toolsOfTurn(offered.tools, { ...turn, priority }, locale, (event) =>
    progress.event({ ...event, turnId: turn.turnId }),
  );
  const question: Question = {
    ...questionOfTurn(deps, { ...asked, carrier, offered, confirmed }),
    ...{ deadline, progress, book, grounding },
    callTools: async (calls) => {
      const step = await tools.callAll(calls, deadline);
      found.push(...step.results);
      return step;
    },
  };
  const { flows } = deps;
  const flowTools = toolsOfFlows(
    tools,
    { offered: offered.tools, userId: turn.user?.id },
    confirmed ? uncancelled : deadline,
    (results) => {
      found.push(...results);
      grounding.learn(results);
    },
  );
  const flowTurn = { turn, locale, conversation, tools: flowTools };
  return deps.passing.around(passable, () => {
    if (confirmed) {
      return runConfirmed(deps, confirmed, submittedAt, tools, question, uncancelled, async (made) =>
        flows ? flows.goOn(flowTurn, question, made) : null,
      );
    }
    const plain = offered.plainQuestion(turn.text, turn.user?.city ?? null);
    const model = (toModel: Question): Promise<Outcome> => deps.withoutModel(deps.steps, plain, toModel);
    if (!flows) return model(question);
    return answeredByFlows(flows, flowTurn, question, model);
  });
}

const isCalledOff = ({ aborted, reason }: AbortSignal): boolean =>
  aborted && toTurnfleetError(reason).kind === 'cancelled';

/** Of a turn that is over before it began. A yes that was not called off, only late, may be said again. */
function outcomeOfOver({ reason }: AbortSignal, locale: string, confirmed: PendingCall | null): Outcome {
  const error = toTurnfleetError(reason);
  const late = error.kind === 'deadline_exceeded';
  return failedOutcome(error, locale, confirmed && late ? { held: confirmed } : {});
}
