import type { CallReason } from '@turnfleet/contract/schemas';
import { type Deadline, isTurnfleetError, type Random, type RetryBudget, TurnfleetError, wait } from '@turnfleet/core';
import type { FallbackReason, ModelClient, ModelRequest } from '@turnfleet/model';
import { watchCall } from './call-watch.ts';
import type { Progress } from './progress.ts';
import { type ModelStep, type ReadStepDeps, readStep, takeBack } from './read-step.ts';
import type { ModelsOfTurn } from './routing/models-of-turn.ts';
import { bookedCall } from './spending/booked-call.ts';
import { BudgetSpent } from './spending/budget-spent.ts';
import type { CallBook } from './spending/call-book.ts';

export interface AskDeps extends ReadStepDeps {
  readonly model: ModelClient;
  readonly random: Random;
  /** Shared by all turns of the process: a model that is down is not asked more than a fraction more often. */
  readonly retries: RetryBudget;
}

/** The turn that a step belongs to. */
export interface StepOf {
  readonly progress: Progress;
  readonly deadline: Deadline;
  readonly book: CallBook;
}

/** What a step asks, whoever is asked. */
export type RequestFor = (models: ModelsOfTurn) => ModelRequest;

const attemptsPerStep = 3;
/** With somebody else to ask, the same endpoint gets this many. */
const attemptsBeforeNext = 2;
const firstPauseMs = 200;
/** With somebody else to ask, nobody waits longer than this for the same endpoint. */
const longestPauseMs = 1_000;

/**
 * One model step, its text going to `progress` as it comes. The only layer that asks a model again: what failed for a
 * reason that may pass, before it said a word, is asked once more while the process's budget and the deadline allow; then
 * the next of the chain of its failure is. Text that was already shown is taken back explicitly before it is said again.
 */
export async function askModel(
  deps: AskDeps,
  requestFor: RequestFor,
  models: ModelsOfTurn,
  { progress, deadline, book }: StepOf,
): Promise<ModelStep> {
  const before = progress.text;
  /** At who is asked now, and in the step. */
  let attempts = { here: 0, all: 0 };
  let why: CallReason = 'answer';
  const moveOn = (reason: FallbackReason): boolean => {
    if (!models.moveOn(reason)) return false;
    takeBack(progress, before, takenBack[reason]);
    attempts = { ...attempts, here: 0 };
    why = 'fallback';
    return true;
  };
  for (;;) {
    const request = requestFor(models);
    const call = models.call();
    if (!call) {
      if (moveOn('unavailable')) continue;
      throw new TurnfleetError('model_unavailable', 'The model is left alone for now: its last calls failed.');
    }
    const planned = { deployment: models.deployment, why, request };
    const reserved = await book.reserve(planned, deadline.signal).catch((error: unknown) => {
      call.end({ kind: 'withdrawn' });
      if (error instanceof BudgetSpent && models.economize()) return null;
      throw error;
    });
    if (!reserved) {
      why = 'fallback';
      continue;
    }
    attempts = { here: attempts.here + 1, all: attempts.all + 1 };
    models.asked();
    const watch = watchCall(deps.clock, call);
    try {
      const chunks = bookedCall(deps.model, reserved, request, deadline.signal);
      const step = await readStep(deps, chunks, progress, watch.began);
      watch.ended(step.end.usage.outputTokens);
      deps.retries.succeeded();
      const fault = faultOf(request, step, before);
      if (fault !== null && moveOn(fault)) continue;
      return step;
    } catch (error) {
      watch.failed(error, deadline.signal);
      deadline.signal.throwIfAborted();
      const reason = reasonOf(error);
      if (reason !== null && reason !== 'unavailable' && moveOn(reason)) continue;
      const pause = pauseBeforeRetry(deps.random, error, attempts.here);
      if (pause === null) throw asTurnFailure(error);
      const silent = progress.text === before;
      const patient = silent && attempts.here < attemptsBeforeNext && pause <= longestPauseMs;
      const others = models.hasNext('unavailable');
      const again = (patient || !others) && attempts.all < attemptsPerStep && pause < deadline.remainingMs();
      if (again && deps.retries.take()) {
        takeBack(progress, before, takenBack.unavailable);
        why = 'retry';
        await wait(deps.clock, pause, deadline.signal);
      } else if (!moveOn('unavailable')) throw asTurnFailure(error);
    }
  }
}

/** What readers are told when the next one starts anew. */
const takenBack: Readonly<Record<FallbackReason, string>> = {
  unavailable: 'the model stopped in the middle of the answer',
  context_too_long: 'the conversation is too long for the model',
  refused: 'the model declined to answer',
  ignored_tool: 'the model did not look up what it should have',
  empty_answer: 'the model ended its answer without a word',
};

/** What is wrong with an answer that came to its end; null if it is one. */
function faultOf({ toolChoice }: ModelRequest, { end, text }: ModelStep, before: string): FallbackReason | null {
  if (end.reason === 'refusal') return 'refused';
  const called = toolChoice !== 'none' && end.toolCalls.length > 0;
  if (!called && toolChoice !== 'auto' && toolChoice !== 'none') return 'ignored_tool';
  return !called && (before + text).trim() === '' ? 'empty_answer' : null;
}

function reasonOf(error: unknown): FallbackReason | null {
  if (isTurnfleetError(error, 'model_unavailable') || isTurnfleetError(error, 'rate_limited')) return 'unavailable';
  if (isTurnfleetError(error, 'context_too_long')) return 'context_too_long';
  return isTurnfleetError(error, 'model_refused') ? 'refused' : null;
}

/** Milliseconds to wait before asking again, or null if that would not help: what the endpoint said, else full jitter. */
function pauseBeforeRetry(random: Random, error: unknown, attempt: number): number | null {
  const backoff = random() * firstPauseMs * 2 ** (attempt - 1);
  if (isTurnfleetError(error, 'rate_limited')) return error.details.retryAfterMs ?? backoff;
  return isTurnfleetError(error, 'model_unavailable') ? backoff : null;
}

/** It is us whom the model's endpoint limits, or whose request it does not take, not the shopper. */
function asTurnFailure(error: unknown): unknown {
  if (isTurnfleetError(error, 'rate_limited'))
    return new TurnfleetError('overloaded', 'The model takes no more requests for now.', error.details);
  if (isTurnfleetError(error, 'invalid_request')) return new TurnfleetError('internal', error.message, error.details);
  return error;
}
