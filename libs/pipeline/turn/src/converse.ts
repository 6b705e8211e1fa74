import { cutNote, type PendingCall, type ToolCallRecord } from '@turnfleet/contract/schemas';
import { answersToQuestion, shopperText } from '@turnfleet/contract/words';
import { type Deadline, isTurnfleetError, type Logger, TurnfleetError } from '@turnfleet/core';
import { correctionRequest, type Gate } from '@turnfleet/grounding';
import type {
  CatalogueModel,
  ModelMessage,
  ModelRequest,
  ModelTool,
  ModelToolCall,
  RoutedTurn,
} from '@turnfleet/model';
import { asData, type PendingToolCall, type ToolStep } from '@turnfleet/tools';
import { afterModel, type ExchangeState, toolChoiceOf } from './after-model.ts';
import { type AskDeps, askModel, type RequestFor } from './ask-model.ts';
import { gatedProgress } from './grounding/gated-progress.ts';
import type { TurnGrounding } from './grounding/turn-grounding.ts';
import { asTheyWereRead, ownCalls } from './own-calls.ts';
import type { Progress } from './progress.ts';
import { betweenSteps, takeBack } from './read-step.ts';
import { failedOutcome, type Outcome } from './reply.ts';
import { ModelsOfTurn, type ModelsOfTurnDeps } from './routing/models-of-turn.ts';
import { StepMessages } from './routing/step-messages.ts';
import { ShadowOfTurn } from './shadow/shadow-of-turn.ts';
import { type CallBook, NotBooked } from './spending/call-book.ts';

export interface ConverseDeps extends AskDeps, ModelsOfTurnDeps {
  readonly logger: Logger;
}

export interface Question {
  /** What the model is told at the start, as far as it fits; without the turns before where those are too long. */
  readonly messages: (entry: CatalogueModel, withHistory: boolean) => readonly ModelMessage[];
  /** The same array for equal offers: it is serialised once. */
  readonly tools: readonly ModelTool[];
  readonly facts: RoutedTurn;
  /** Tokens of a prompt without the turns before, about. */
  readonly inputTokens: number;
  readonly locale: string;
  readonly deadline: Deadline;
  readonly progress: Progress;
  readonly book: CallBook;
  readonly callTools: (calls: readonly ModelToolCall[]) => Promise<ToolStep>;
  /** Calls of this turn that were made before the model is asked. */
  readonly called?: readonly ToolCallRecord[];
  readonly grounding: TurnGrounding;
  /** The call as the conversation is to hold it. */
  readonly hold: (call: PendingToolCall) => PendingCall;
  /** What to say of a question that this turn leaves without its yes, given what the shopper is asked instead. */
  readonly dropped: (next: PendingToolCall | null) => string | null;
  /** What to ask next, given the names of the tools called in this turn. */
  readonly suggest: (called: readonly string[]) => readonly string[];
}

/** What has been done so far; also what a failed outcome still tells. */
interface Done {
  calls: ToolCallRecord[];
  models: ModelsOfTurn | null;
  shadow: ShadowOfTurn | null;
  firstTokenAt: number | null;
}

/** Model ⇄ tools until there is an answer. Never throws for what model or tools do: that becomes a failed outcome. */
export async function converse(deps: ConverseDeps, question: Question): Promise<Outcome> {
  const done: Done = {
    calls: [...(question.called ?? [])],
    models: null,
    shadow: null,
    firstTokenAt: null,
  };
  try {
    const { incomplete, held } = await exchange(deps, question, done);
    const dropped = question.dropped(held?.call ?? null);
    if (dropped !== null) addText(question.progress, dropped);
    // The last thing a shopper reads, in the tool's words: the model's could be another question.
    if (held) addText(question.progress, held.question);
    const shadow = await done.shadow?.finish({ isAnswered: true });
    const { replaced } = question.grounding.tally;
    const missing = replaced > 0 || done.calls.some(({ outcome }) => outcome === 'timeout' || outcome === 'failed');
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

/** Says something behind what the model said. */
function addText(progress: Progress, text: string): void {
  progress.delta(progress.text === '' ? text : betweenSteps + text);
}

/** A fault of ours is for the log; its words are not for those who read the reply. */
function failureOf({ logger }: ConverseDeps, error: unknown): TurnfleetError {
  if (isTurnfleetError(error) && error.kind !== 'internal') return error;
  logger.error({ err: error }, 'a turn could not be answered because of a fault of ours');
  return isTurnfleetError(error)
    ? error
    : new TurnfleetError('internal', 'A fault of ours kept this turn from being answered.', { cause: error });
}

interface Exchanged {
  readonly incomplete: boolean;
  readonly held: ToolStep['held'];
}

async function exchange(deps: ConverseDeps, question: Question, done: Done): Promise<Exchanged> {
  const { deadline, progress, grounding, tools } = question;
  const needs = { tools: tools.length > 0, forcedTools: false, vision: false };
  const models = new ModelsOfTurn(deps, question.facts, needs, question.inputTokens);
  done.models = models;
  const candidate = models.shadow(deps.random);
  const shadow = candidate && new ShadowOfTurn(deps, candidate, question.book, deadline.signal);
  done.shadow = shadow;
  const messages = new StepMessages(question.messages);
  let state: ExchangeState = { steps: 0, sufficient: false, text: '' };
  let held: ToolStep['held'] = null;
  /** An answer with figures that nothing supports, which the model was asked to say again. */
  let draft: Gate | null = null;
  for (;;) {
    const toolChoice = toolChoiceOf(state);
    const requestFor: RequestFor = ({ deployment }): ModelRequest => ({
      model: deployment.model.id,
      deployment,
      messages: messages.forModel(deployment.model),
      tools,
      toolChoice,
      maxOutputTokens: deployment.model.maxOutputTokens,
      patienceMs: deadline.remainingMs(),
    });
    shadow?.ask(requestFor);
    const before = progress.text;
    const mayCorrect = draft === null && deadline.remainingMs() > leastToCorrectMs;
    const gated = gatedProgress(progress, deps.clock, () => grounding.gate(!mayCorrect));
    const step = await orDraft(draft, deadline, () => askWithRoom(deps, requestFor, models, messages, question, gated));
    gated.end();
    if (step) shadow?.answered({ text: step.text, toolCalls: step.end.toolCalls });
    const { gate } = gated;
    const decision = step ? afterModel(state, step.end, step.text) : null;
    if (!step || !decision || (decision.kind === 'fail' && draft)) {
      takeBack(progress, before, 'a figure was not supported');
      addText(progress, draft?.honest ?? '');
      if (draft) grounding.noted({ ...draft, counts: { ...draft.counts, checked: 0, held: 0 } }, true);
      return { incomplete: true, held };
    }
    done.firstTokenAt ??= gated.firstShownAt;
    const correct = mayCorrect && gate.offending.length > 0 && decision.kind === 'finish';
    grounding.noted(gate, !mayCorrect);
    if (correct) {
      draft = gate;
      takeBack(progress, before, 'a figure was not supported');
      messages.add(
        models.model,
        { role: 'assistant', text: step.text, toolCalls: [], carried: step.end.carried },
        { role: 'user', text: correctionRequest(gate.offending) },
      );
      continue;
    }
    if (step.cut) progress.delta(cutNote(question.locale));
    if (decision.kind === 'fail') throw decision.error;
    if (decision.kind === 'finish') {
      if (!messages.withHistory) addText(progress, shopperText('historyLeftOut', question.locale));
      return { incomplete: decision.incomplete || !messages.withHistory, held };
    }
    const calls = ownCalls(decision.calls, done.calls);
    const { results, sufficient, held: heldNow } = await question.callTools(calls);
    held = heldNow;
    grounding.learn(results);
    done.calls.push(...results.map(({ record }) => record));
    deadline.signal.throwIfAborted();
    if (held && isAlone(held.call, results)) return { incomplete: false, held };
    messages.add(
      models.model,
      { role: 'assistant', text: step.text, toolCalls: asTheyWereRead(calls), carried: step.end.carried },
      ...results.map(({ record, content }) => ({ role: 'tool', callId: record.id, content: asData(content) }) as const),
    );
    state = { steps: state.steps + 1, sufficient: state.sufficient || sufficient, text: progress.text };
  }
}

/** A conversation that is too long for every model that may be asked is asked about without what was said before. */
async function askWithRoom(
  deps: ConverseDeps,
  requestFor: RequestFor,
  models: ModelsOfTurn,
  messages: StepMessages,
  question: Question,
  progress: Progress,
) {
  try {
    return await askModel(deps, requestFor, models, { ...question, progress });
  } catch (error) {
    if (!isTurnfleetError(error, 'context_too_long') || !messages.leaveHistoryOut()) throw error;
    return askModel(deps, requestFor, models, { ...question, progress });
  }
}

/** With less time left the model is not asked again: a draft with honest sentences is better than no answer. */
const leastToCorrectMs = 3_000;

/** A correction that cannot be had leaves the draft; null. */
async function orDraft<T>(draft: Gate | null, { signal }: Deadline, ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (!draft || signal.aborted) throw error;
    return null;
  }
}

/** Nothing else was called in the step, so the model has nothing to tell before the shopper is asked. */
function isAlone({ callId }: PendingToolCall, results: ToolStep['results']): boolean {
  return results.every(({ record }) => record.id === callId) && results.length === 1;
}

function tally({ calls, models, firstTokenAt }: Done, { tally: grounding, results }: TurnGrounding) {
  return { grounding, results, model: models?.model ?? '', toolCalls: calls, firstTokenAt };
}
