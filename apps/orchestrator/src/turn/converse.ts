import type { ToolCallRecord } from '@turnfleet/contract';
import { type Deadline, isTurnfleetError, type Logger, TurnfleetError } from '@turnfleet/core';
import {
  costOf,
  type ModelEntry,
  type ModelMessage,
  type ModelTool,
  type ModelToolCall,
  type ModelUsage,
} from '@turnfleet/llm';
import type { ToolStep } from '@turnfleet/tools';
import { type AskParts, askModel } from './ask-model.ts';
import { afterModel, type ExchangeState, toolChoiceOf } from './decide.ts';
import type { Progress } from './progress.ts';
import { failedOutcome, type Outcome } from './reply.ts';

export interface ConverseParts extends AskParts {
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
export async function converse(parts: ConverseParts, question: Question): Promise<Outcome> {
  const done: Done = { calls: [], usage: { inputTokens: 0, outputTokens: 0 }, firstTokenAt: null };
  try {
    const { incomplete } = await exchange(parts, question, done);
    const missing = done.calls.some(({ outcome }) => outcome === 'timeout' || outcome === 'failed');
    return {
      ...tally(parts, done),
      status: missing || incomplete ? 'degraded' : 'completed',
      text: question.progress.text,
      suggestions: question.suggest(done.calls.map(({ name }) => name)),
    };
  } catch (error) {
    return failedOutcome(failureOf(parts, error), question.locale, tally(parts, done));
  }
}

/** A fault of ours is for the log; its words are not for those who read the reply. */
function failureOf({ logger }: ConverseParts, error: unknown): TurnfleetError {
  if (isTurnfleetError(error) && error.kind !== 'internal') return error;
  logger.error({ err: error }, 'a turn could not be answered because of a fault of ours');
  return isTurnfleetError(error)
    ? error
    : new TurnfleetError('internal', 'A fault of ours kept this turn from being answered.', { cause: error });
}

async function exchange(parts: ConverseParts, question: Question, done: Done): Promise<{ incomplete: boolean }> {
  const { deadline, progress } = question;
  const { entry, tools } = parts;
  const messages = [...question.messages];
  let state: ExchangeState = { steps: 0, sufficient: false, text: '' };
  for (;;) {
    const request = {
      model: entry.id,
      messages,
      tools,
      toolChoice: toolChoiceOf(state),
      maxOutputTokens: entry.maxOutputTokens,
    };
    const step = await askModel(parts, request, progress, deadline);
    done.usage = added(done.usage, step.end.usage);
    done.firstTokenAt ??= step.firstTokenAt;
    const decision = afterModel(state, step.end, step.text);
    if (decision.kind === 'fail') throw decision.error;
    if (decision.kind === 'finish') return decision;
    const { results, sufficient } = await question.callTools(decision.calls);
    done.calls.push(...results.map(({ record }) => record));
    deadline.signal.throwIfAborted();
    messages.push(
      { role: 'assistant', text: step.text, toolCalls: decision.calls },
      ...results.map(({ record, content }) => ({ role: 'tool', callId: record.id, content }) as const),
    );
    state = { steps: state.steps + 1, sufficient: state.sufficient || sufficient, text: progress.text };
  }
}

function tally(parts: ConverseParts, { calls, usage, firstTokenAt }: Done) {
  const costUsd = costOf(usage, parts.entry);
  return { model: parts.entry.id, toolCalls: calls, usage: { ...usage, costUsd }, firstTokenAt };
}

const added = (a: ModelUsage, b: ModelUsage): ModelUsage => ({
  inputTokens: a.inputTokens + b.inputTokens,
  outputTokens: a.outputTokens + b.outputTokens,
});
