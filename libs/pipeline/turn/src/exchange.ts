import { cutNote, type ToolCallRecord } from '@turnfleet/contract/schemas';
import { shopperText } from '@turnfleet/contract/words';
import { type Deadline, isTurnfleetError } from '@turnfleet/core';
import type {
  CatalogueModel,
  ModelMessage,
  ModelRequest,
  ModelTool,
  ModelToolCall,
  RoutedTurn,
} from '@turnfleet/model';
import { asData, type PendingToolCall, type ToolResult, type ToolStep } from '@turnfleet/tools';
import { afterModel, type ExchangeState, toolChoiceOf } from './after-model.ts';
import { type AskDeps, askModel, type RequestFor } from './ask-model.ts';
import { figureCorrection } from './grounding/figure-correction.ts';
import type { TurnGrounding } from './grounding/turn-grounding.ts';
import { asTheyWereRead, ownCalls } from './own-calls.ts';
import type { Progress } from './progress.ts';
import { addText } from './read-step.ts';
import { ModelsOfTurn, type ModelsOfTurnDeps } from './routing/models-of-turn.ts';
import { StepMessages } from './routing/step-messages.ts';
import { ShadowOfTurn } from './shadow/shadow-of-turn.ts';
import type { CallBook } from './spending/call-book.ts';

export interface ExchangeDeps extends AskDeps, ModelsOfTurnDeps {}

/** What model and tools need to know of a turn. */
export interface ExchangeQuestion {
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
  /** Whether somebody else answers the turn from these calls on; absent: nobody does. */
  readonly takenOver?: (calls: readonly ModelToolCall[]) => boolean;
  readonly grounding: TurnGrounding;
}

/** What has been done so far, written as it is; also what a failed outcome still tells. */
export interface ExchangeRecord {
  calls: ToolCallRecord[];
  results: readonly ToolResult[];
  models: ModelsOfTurn | null;
  shadow: ShadowOfTurn | null;
  firstTokenAt: number | null;
}

interface Exchanged {
  /** What was said is all there will be, but it is not a whole answer. */
  readonly incomplete: boolean;
  /** The call that waits for a yes. */
  readonly held: ToolStep['held'];
}

/** Model ⇄ tools until there is an answer, which `progress` has. Throws what keeps the turn from one. */
export async function exchange(
  deps: ExchangeDeps,
  question: ExchangeQuestion,
  done: ExchangeRecord,
): Promise<Exchanged> {
  const { deadline, progress, grounding, tools } = question;
  const needs = { tools: tools.length > 0, forcedTools: false, vision: false };
  const models = new ModelsOfTurn(deps, question.facts, needs, question.inputTokens);
  done.models = models;
  const candidate = models.shadow(deps.random);
  const shadow = candidate && new ShadowOfTurn(deps, candidate, question.book, deadline.signal);
  done.shadow = shadow;
  const messages = new StepMessages(question.messages);
  const figures = figureCorrection(deps, question);
  let state: ExchangeState = { steps: 0, sufficient: false, text: '' };
  let held: ToolStep['held'] = null;
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
    const { step, firstShownAt } = await figures.step((gated) =>
      askWithRoom(deps, requestFor, models, messages, { ...question, progress: gated }),
    );
    if (step) shadow?.answered({ text: step.text, toolCalls: step.end.toolCalls });
    const decision = step ? afterModel(state, step.end, step.text) : null;
    if (!step || !decision || (decision.kind === 'fail' && figures.hasDraft)) {
      figures.tellDraft();
      return { incomplete: true, held };
    }
    done.firstTokenAt ??= firstShownAt;
    const correction = figures.correctionOf(decision.kind === 'finish');
    if (correction !== null) {
      messages.add(
        models.model,
        { role: 'assistant', text: step.text, toolCalls: [], carried: step.end.carried },
        { role: 'user', text: correction },
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
    if (question.takenOver?.(calls)) return { incomplete: false, held: null };
    const { results, sufficient, held: heldNow } = await question.callTools(calls);
    held = heldNow;
    grounding.learn(results);
    done.calls.push(...results.map(({ record }) => record));
    done.results = [...done.results, ...results];
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
  deps: ExchangeDeps,
  requestFor: RequestFor,
  models: ModelsOfTurn,
  messages: StepMessages,
  question: ExchangeQuestion,
) {
  try {
    return await askModel(deps, requestFor, models, question);
  } catch (error) {
    if (!isTurnfleetError(error, 'context_too_long') || !messages.leaveHistoryOut()) throw error;
    return askModel(deps, requestFor, models, question);
  }
}

/** Nothing else was called in the step, so the model has nothing to tell before the shopper is asked. */
function isAlone({ callId }: PendingToolCall, results: ToolStep['results']): boolean {
  return results.every(({ record }) => record.id === callId) && results.length === 1;
}
