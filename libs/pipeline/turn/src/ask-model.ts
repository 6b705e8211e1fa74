import type { CallReason } from '@turnfleet/contract/schemas';
import {
  type Clock,
  type Deadline,
  isTurnfleetError,
  type Random,
  type RetryBudget,
  TurnfleetError,
  wait,
} from '@turnfleet/core';
import type { FallbackReason, HeldCall, ModelClient, ModelRequest, Place } from '@turnfleet/model';
import { type Hedge, HedgedCall } from './hedged-call.ts';
import { openCall } from './open-call.ts';
import type { Progress } from './progress.ts';
import { type ModelStep, type ReadStepDeps, readStep, takeBack } from './read-step.ts';
import type { HedgeOfTurn, ModelsOfTurn } from './routing/models-of-turn.ts';
import { BudgetSpent } from './spending/budget-spent.ts';
import { type CallBook, NotBooked } from './spending/call-book.ts';

export interface AskDeps extends ReadStepDeps {
  readonly model: ModelClient;
  readonly random: Random;
  /** Shared by all turns of the process: a model that is down is not asked more than a fraction more often. */
  readonly retries: RetryBudget;
}

/** The turn that a step belongs to. */
interface StepOf {
  readonly progress: Progress;
  readonly deadline: Deadline;
  readonly book: CallBook;
}

/** What a step asks, whoever is asked. */
export type RequestFor = (whom: Pick<ModelsOfTurn, 'deployment'>) => ModelRequest;

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
  step: StepOf,
): Promise<ModelStep> {
  try {
    return await askUntilAnswered(deps, requestFor, models, step);
  } finally {
    models.place.leave();
  }
}

async function askUntilAnswered(
  deps: AskDeps,
  requestFor: RequestFor,
  models: ModelsOfTurn,
  { progress, deadline, book }: StepOf,
): Promise<ModelStep> {
  const { signal } = deadline;
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
    const call = await models.call(request);
    if (!call || 'waitMs' in call) {
      // What only has to be waited for may be asked later; nothing else may, or this would go round in circles.
      const mayComeBack = call !== null && Number.isFinite(call.waitMs);
      if (mayComeBack ? models.stepAside() : moveOn('unavailable')) continue;
      await waitForRoom(deps.clock, models.place, call, deadline);
      continue;
    }
    const planned = { deployment: models.deployment, why, request };
    const first = await openCall(deps, call, book, planned, signal).catch((error: unknown) => {
      if (error instanceof BudgetSpent && models.economize()) return null;
      throw error;
    });
    if (!first) {
      why = 'fallback';
      continue;
    }
    attempts = { here: attempts.here + 1, all: attempts.all + 1 };
    models.asked();
    const asked = new HedgedCall(deps.clock, first, hedgeOf(deps, requestFor, models, book, signal), signal);
    try {
      const step = await readStep(deps, asked.chunks(), progress, () => asked.watch.began());
      asked.watch.ended(step.end.usage);
      deps.retries.succeeded();
      const fault = faultOf(request, step, before);
      if (fault !== null && moveOn(fault)) continue;
      return step;
    } catch (error) {
      asked.watch.failed(error, signal);
      signal.throwIfAborted();
      const reason = reasonOf(error);
      if (reason !== null && reason !== 'unavailable' && moveOn(reason)) continue;
      const pause = pauseBeforeRetry(deps.random, error, attempts.here);
      if (pause === null) throw asTurnFailure(error);
      const silent = progress.text === before;
      const patient = silent && attempts.here < attemptsBeforeNext && pause <= longestPauseMs;
      const others = models.hasNext('unavailable');
      const lasting = isTurnfleetError(error) && error.details.lasting === true;
      const again =
        !lasting && (patient || !others) && attempts.all < attemptsPerStep && pause < deadline.remainingMs();
      if (again && deps.retries.take()) {
        takeBack(progress, before, takenBack.unavailable);
        why = 'retry';
        if (isTurnfleetError(error, 'rate_limited')) models.waitInLine();
        await wait(deps.clock, pause, signal);
      } else if (!moveOn('unavailable')) throw asTurnFailure(error);
    }
  }
}

/** A second call beside a first that is silent, if the rule allows it and the process's budget of retries has one left. */
function hedgeOf(
  deps: AskDeps,
  requestFor: RequestFor,
  models: ModelsOfTurn,
  book: CallBook,
  signal: AbortSignal,
): Hedge | null {
  const { hedgeAfterMs: afterMs } = models;
  if (afterMs === null) return null;
  let hedge: HedgeOfTurn | null = null;
  return {
    afterMs,
    open: async () => {
      hedge = models.hedge();
      if (!hedge || !deps.retries.take()) return null;
      const { deployment } = hedge;
      const request = requestFor(hedge);
      const call = await hedge.call(request);
      const opened = call && openCall(deps, call, book, { deployment, why: 'hedge', request }, signal);
      return opened && opened.catch(unlessOver(signal));
    },
    ended: (winner) => hedge?.ended(winner),
  };
}

/** What keeps a second call from being made does not keep the first from answering, unless the work is over. */
const unlessOver =
  (signal: AbortSignal) =>
  (error: unknown): null => {
    if (signal.aborted || error instanceof NotBooked) throw error;
    return null;
  };

/** With nobody else to ask: first come, first served. Looks again each second, as somebody else may have room before. */
async function waitForRoom(clock: Clock, place: Place, held: HeldCall | null, deadline: Deadline): Promise<void> {
  if (!held) throw new TurnfleetError('model_unavailable', 'The model is left alone for now: its last calls failed.');
  const { waitMs, why, line } = held;
  if (waitMs < deadline.remainingMs() && place.join(line))
    return place.wait(clock, Math.min(waitMs, longestPauseMs), deadline.signal);
  const details = Number.isFinite(waitMs) ? { retryAfterMs: waitMs } : {};
  throw new TurnfleetError('overloaded', `No model has room for this turn in time: ${why}.`, details);
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
