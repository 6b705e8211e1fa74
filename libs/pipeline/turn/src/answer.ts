import { type PendingCall, type Priority, type Turn } from '@turnfleet/contract/schemas';
import type { ConversationGateway } from '@turnfleet/conversation';
import { type Clock, childSignal, type Deadline, deadlineAt, TurnfleetError, toTurnfleetError } from '@turnfleet/core';
import type { BudgetKeeper, Payer } from '@turnfleet/model';
import { allOf, untilAvailable } from '@turnfleet/ownership';
import type { ToolResult } from '@turnfleet/tools';
import { confirmedBy, type Said, shopperOf } from './confirmation/counts-as-yes.ts';
import { droppedText, withDropped } from './confirmation/dropped-text.ts';
import { pendingFrom, runConfirmed } from './confirmation/run-confirmed.ts';
import type { ToolsOfTurn } from './confirmation/tools-of-turn.ts';
import type { Question } from './converse.ts';
import { answeredByFlows } from './flows/answered-by-flows.ts';
import { toolsOfFlows } from './flows/flow-tools.ts';
import type { TurnFlows } from './flows/turn-flows.ts';
import type { GroundTurn } from './grounding/turn-grounding.ts';
import type { PassingOn } from './handoff/passing-on.ts';
import { leftOutcomes } from './left-outcomes.ts';
import type { ModelSteps } from './model-steps.ts';
import type { OfferTools } from './offered-tools.ts';
import type { Progress } from './progress.ts';
import { asOneQuestion, type Prompt } from './prompt.ts';
import { failedOutcome, type Outcome } from './reply.ts';
import { factsOf } from './routing/facts.ts';
import type { Run } from './run.ts';
import type { TellShadow } from './shadow/shadow-log.ts';
import type { CallBook, OpenCallBook } from './spending/call-book.ts';
import type { FreshTurn } from './stream-to-journal.ts';
import type { AnswerWithoutModel } from './without-model/answer-without-model.ts';

interface AnswerDeps {
  readonly clock: Clock;
  readonly steps: ModelSteps;
  readonly tellShadow: TellShadow;
  readonly openBook: OpenCallBook;
  readonly budgets: Pick<BudgetKeeper, 'stateOf'>;
  /** Null: models answer everything. */
  readonly flows: TurnFlows | null;
  /** What can be said when no model can be asked. */
  readonly withoutModel: AnswerWithoutModel;
  readonly prompt: Prompt;
  /** The shop's: an IANA name. */
  readonly timeZone: string;
  readonly gateway: Pick<ConversationGateway, 'watchCancel'>;
  /** The tool calls of one turn, which remember what was called, so that nothing runs twice. */
  readonly toolsOfTurn: ToolsOfTurn;
  readonly offer: OfferTools;
  readonly ground: GroundTurn;
  readonly passing: PassingOn;
  /** A turn whose own deadline is far away may wait that long, but is worked on no longer than this. */
  readonly longestWorkMs: number;
}

export interface AnswerableTurn extends FreshTurn<Turn>, Said {
  readonly turn: Turn;
  readonly locale: string;
  readonly priority: Priority;
  readonly deadlineAt: number;
}

/** What one try at an answer came to. */
interface Attempted {
  /** The answer to all, null if some had to leave before there was one. */
  readonly answer: Outcome | null;
  /** Those that were cancelled or ran out of time, by turn id. */
  readonly left: ReadonlyMap<string, Outcome>;
}

export type TryToAnswer = (
  turns: readonly AnswerableTurn[],
  carrier: AnswerableTurn,
  progress: Progress,
  run: Pick<Run, 'fence' | 'signal'>,
) => Promise<Attempted>;

/**
 * Works out one answer to turns of one shopper in one conversation, told as that of the last one, the `carrier`. The work
 * ends when the first of them is cancelled or out of time.
 */
export function answerer(deps: AnswerDeps): TryToAnswer {
  const { clock, gateway, longestWorkMs } = deps;
  return async (turns, carrier, progress, { fence, signal }) => {
    const cancelled = new Set<string>();
    using calledOff = childSignal(signal);
    const cancel = ({ turnId }: Turn): void => {
      cancelled.add(turnId);
      calledOff.abort(cancelledByShopper());
    };
    const endsAt = Math.min(...turns.map((one) => one.deadlineAt), clock.now() + longestWorkMs);
    using watchings = new DisposableStack();
    const watch = async ({ turn, begun }: AnswerableTurn): Promise<void> => {
      if (begun.cancelled) cancel(turn);
      const watching = await untilAvailable(clock, signal, () => gateway.watchCancel(turn, () => cancel(turn)));
      watchings.defer(() => watching.close());
    };
    await allOf(turns.map(watch));
    using uncancelled = deadlineAt(clock, endsAt, signal);
    using deadline = deadlineAt(clock, endsAt, calledOff.signal);
    const book = deps.openBook(carrier, payerOf(carrier), fence);
    const outcome = await outcomeOf(deps, turns, carrier, { progress, deadline, uncancelled, book, signal });
    const { shadow, model } = outcome;
    if (shadow) await deps.tellShadow(carrier, model, shadow);
    // An answer that was complete when somebody left is an answer.
    const left = outcome.status === 'failed' && deadline.signal.aborted ? leavers(turns, cancelled, clock.now()) : [];
    return {
      answer: left.length === 0 ? withDropped(outcome, carrier.begun.conversation, carrier.locale) : null,
      left: leftOutcomes(left, outcome, turns[0]),
    };
  };
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

async function outcomeOf(
  deps: AnswerDeps,
  turns: readonly AnswerableTurn[],
  answered: AnswerableTurn,
  { progress, deadline, uncancelled, book, signal }: Bounds,
): Promise<Outcome> {
  const { locale, begun, submittedAt } = answered;
  const turn = { ...answered.turn, tenant: answered.tenant };
  const { conversation } = begun;
  const confirmed = turns.length === 1 ? confirmedBy(answered, conversation) : null;
  // What an earlier attempt may have done cannot be called off any more: this one finds out what came of it.
  const over = confirmed && begun.attempt > 1 ? uncancelled.signal : deadline.signal;
  const asked = { ...turn, text: asOneQuestion(turns.map((one) => one.turn.text)) };
  const offered = deps.offer(turn.conversationId);
  const grounding = deps.ground({ tenant: answered.tenant, locale, turn: asked, tools: offered.tools, conversation });
  const found: ToolResult[] = [];
  const passable = {
    ...{ turn: asked, tenant: answered.tenant, locale },
    conversation,
    progress,
    signal,
    grounding,
    found,
  };
  // What a shopper says to a person is never too late.
  const ofPerson = isCalledOff(over) ? null : await deps.passing.ofPerson(passable);
  if (ofPerson) return ofPerson;
  if (over.aborted) return outcomeOfOver(over, locale, confirmed);
  // The most urgent of them, if they are answered together.
  const priority = turns.reduce<Priority>(
    (first, one) => (one.priority < first ? one.priority : first),
    answered.priority,
  );
  const asking = { ...turn, priority };
  const tools = deps.toolsOfTurn(offered.tools, asking, locale, (event) =>
    progress.event({ ...event, turnId: turn.turnId }),
  );
  const question: Question = {
    messages: (entry, withHistory) =>
      deps.prompt(entry, asked, locale, withHistory ? conversation.turns : [], offered.tokens),
    tools: offered.forModel,
    facts: factsOf(
      {
        ...{ turn: asked, tenant: answered.tenant, locale },
        models: conversation.turns.map(({ reply }) => reply.model),
        spent: deps.budgets.stateOf(payerOf(answered)),
      },
      deps.timeZone,
      deps.clock.now(),
    ),
    inputTokens: offered.tokens + Math.ceil(Buffer.byteLength(asked.text) / 3),
    locale,
    deadline,
    progress,
    book,
    callTools: async (calls) => {
      const step = await tools.callAll(calls, deadline);
      found.push(...step.results);
      return step;
    },
    grounding,
    dropped: (next) => (confirmed ? null : droppedText(conversation, locale, next)),
    hold: (call) => pendingFrom(call, turn.turnId, shopperOf(answered), deps.clock.now()),
    suggest: (called) => offered.suggest(called, locale),
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
  const flowTurn = { turn: asked, locale, conversation, tools: flowTools };
  return deps.passing.around(passable, () => {
    if (confirmed) {
      return runConfirmed(deps, confirmed, submittedAt, tools, question, uncancelled, async (made) =>
        flows ? flows.goOn(flowTurn, question, made) : null,
      );
    }
    const plain = offered.plainQuestion(asked.text, turn.user?.city ?? null);
    const model = (toModel: Question): Promise<Outcome> => deps.withoutModel(deps.steps, plain, toModel);
    if (!flows) return model(question);
    return answeredByFlows(flows, flowTurn, question, model);
  });
}

const payerOf = ({ tenant, turn }: AnswerableTurn): Payer => ({ tenant, userId: turn.user?.id ?? null });

const isCalledOff = ({ aborted, reason }: AbortSignal): boolean =>
  aborted && toTurnfleetError(reason).kind === 'cancelled';

/** Of a turn that is over before it began. A yes that was not called off, only late, may be said again. */
function outcomeOfOver({ reason }: AbortSignal, locale: string, confirmed: PendingCall | null): Outcome {
  const error = toTurnfleetError(reason);
  const late = error.kind === 'deadline_exceeded';
  return failedOutcome(error, locale, confirmed && late ? { held: confirmed } : {});
}

const cancelledByShopper = (): TurnfleetError => new TurnfleetError('cancelled', 'The shopper called this turn off.');

function leavers(turns: readonly AnswerableTurn[], cancelled: ReadonlySet<string>, now: number) {
  const called = turns.filter(({ turn }) => cancelled.has(turn.turnId));
  return called.length > 0 ? called : turns.filter(({ deadlineAt: at }) => at <= now);
}
