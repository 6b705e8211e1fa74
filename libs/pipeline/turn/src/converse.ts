import { cutNote, type PendingCall, type ToolCallRecord } from '@turnfleet/contract/schemas';
import { type Deadline, isTurnfleetError, type Logger, TurnfleetError } from '@turnfleet/core';
import {
  costOf,
  type ModelEntry,
  type ModelMessage,
  type ModelTool,
  type ModelToolCall,
  type ModelUsage,
} from '@turnfleet/model';
import type { PendingToolCall, ToolStep } from '@turnfleet/tools';
import { type AskDeps, askModel, betweenSteps } from './ask-model.ts';
import { answersToQuestion } from './confirmation/texts.ts';
import { afterModel, type ExchangeState, toolChoiceOf } from './decide.ts';
import type { Progress } from './progress.ts';
import { failedOutcome, type Outcome } from './reply.ts';

export interface ConverseDeps extends AskDeps {
  readonly entry: ModelEntry;
  readonly logger: Logger;
  /** The same array for every turn: it is serialised once. */
  readonly tools: readonly ModelTool[];
}

export interface Question {
  readonly messages: readonly ModelMessage[];
  readonly locale: string;
  readonly deadline: Deadline;
  readonly progress: Progress;
  readonly callTools: (calls: readonly ModelToolCall[]) => Promise<ToolStep>;
  /** Calls of this turn that were made before the model is asked. */
  readonly called?: readonly ToolCallRecord[];
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
  usage: ModelUsage;
  firstTokenAt: number | null;
}

/** Model ⇄ tools until there is an answer. Never throws for what model or tools do: that becomes a failed outcome. */
export async function converse(deps: ConverseDeps, question: Question): Promise<Outcome> {
  const done: Done = {
    calls: [...(question.called ?? [])],
    usage: { inputTokens: 0, outputTokens: 0 },
    firstTokenAt: null,
  };
  try {
    const { incomplete, held } = await exchange(deps, question, done);
    const dropped = question.dropped(held?.call ?? null);
    if (dropped !== null) addText(question.progress, dropped);
    // The last thing a shopper reads, in the tool's words: the model's could be another question.
    if (held) addText(question.progress, held.question);
    const missing = done.calls.some(({ outcome }) => outcome === 'timeout' || outcome === 'failed');
    return {
      ...tally(deps, done),
      status: missing || incomplete ? 'degraded' : 'completed',
      text: question.progress.text,
      ...(held
        ? { suggestions: answersToQuestion(question.locale), held: question.hold(held.call) }
        : { suggestions: question.suggest(found(done.calls) ? done.calls.map(({ name }) => name) : []) }),
    };
  } catch (error) {
    return failedOutcome(failureOf(deps, error), question.locale, tally(deps, done));
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
  const { deadline, progress } = question;
  const { entry, tools } = deps;
  const messages = [...question.messages];
  let state: ExchangeState = { steps: 0, sufficient: false, text: '' };
  let held: ToolStep['held'] = null;
  for (;;) {
    const request = {
      model: entry.id,
      messages,
      tools,
      toolChoice: toolChoiceOf(state),
      maxOutputTokens: entry.maxOutputTokens,
      patienceMs: deadline.remainingMs(),
    };
    const step = await askModel(deps, request, progress, deadline);
    done.usage = added(done.usage, step.end.usage);
    done.firstTokenAt ??= step.firstTokenAt;
    if (step.cut) progress.delta(cutNote(question.locale));
    const decision = afterModel(state, step.end, step.text);
    if (decision.kind === 'fail') throw decision.error;
    if (decision.kind === 'finish') return { incomplete: decision.incomplete, held };
    const calls = withOwnIds(boundedCalls(decision.calls), done.calls);
    const { results, sufficient, held: heldNow } = await question.callTools(calls);
    held = heldNow;
    done.calls.push(...results.map(({ record }) => record));
    deadline.signal.throwIfAborted();
    if (held && isAlone(held.call, results)) return { incomplete: false, held };
    messages.push(
      { role: 'assistant', text: step.text, toolCalls: calls, carried: step.end.carried },
      ...results.map(({ record, content }) => ({ role: 'tool', callId: record.id, content }) as const),
    );
    state = { steps: state.steps + 1, sufficient: state.sufficient || sufficient, text: progress.text };
  }
}

/** Some endpoints begin their ids anew with each step; in a turn, to its readers, an id is one call. */
function withOwnIds(calls: readonly ModelToolCall[], earlier: readonly ToolCallRecord[]): readonly ModelToolCall[] {
  const used = new Set(earlier.map(({ id }) => id));
  return calls.map((call) => (used.has(call.id) ? { ...call, id: `${call.id}_${earlier.length}` } : call));
}

const mostCalls = 64;
const longestName = 128;

/** Ids and names go into journal, reply and snapshot as the model wrote them; no vendor needs more room than this. */
function boundedCalls(calls: readonly ModelToolCall[]): readonly ModelToolCall[] {
  return calls.slice(0, mostCalls).map((call, i) => ({
    ...call,
    id: call.id.length <= longestName ? call.id : `call_${i + 1}`,
    name: call.name.slice(0, longestName).toWellFormed(),
  }));
}

/** Nothing else was called in the step, so the model has nothing to tell before the shopper is asked. */
function isAlone({ callId }: PendingToolCall, results: ToolStep['results']): boolean {
  return results.every(({ record }) => record.id === callId) && results.length === 1;
}

function tally(deps: ConverseDeps, { calls, usage, firstTokenAt }: Done) {
  const { inputTokens, outputTokens } = usage;
  const costUsd = costOf(usage, deps.entry);
  return { model: deps.entry.id, toolCalls: calls, usage: { inputTokens, outputTokens, costUsd }, firstTokenAt };
}

const added = (a: ModelUsage, b: ModelUsage): ModelUsage => ({
  inputTokens: a.inputTokens + b.inputTokens,
  outputTokens: a.outputTokens + b.outputTokens,
});
