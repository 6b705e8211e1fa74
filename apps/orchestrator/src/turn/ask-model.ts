import { type Clock, type Deadline, isTurnfleetError, type RetryBudget, TurnfleetError, wait } from '@turnfleet/core';
import type { ModelClient, ModelRequest } from '@turnfleet/llm';
import type { ModelEnd } from './decide.ts';
import type { Progress } from './progress.ts';

export interface AskParts {
  readonly model: ModelClient;
  readonly clock: Clock;
  /** Shared by all turns of the process: a model that is down is not asked more than a fraction more often. */
  readonly retries: RetryBudget;
}

export interface ModelStep {
  readonly text: string;
  readonly end: ModelEnd;
  /** Unix milliseconds of the first word, null if it said none. */
  readonly firstTokenAt: number | null;
}

const attemptsPerStep = 3;
const firstPauseMs = 200;
/** Parts the texts of one turn. */
export const betweenSteps = '\n\n';

/**
 * One model step, its text going to `progress` as it comes. The only layer that retries a model: what failed for a reason
 * that may pass is asked again while the step's attempts, the process's budget and the deadline allow. Text that was
 * already shown is taken back explicitly before it is said again.
 */
export async function askModel(
  parts: AskParts,
  request: ModelRequest,
  progress: Progress,
  deadline: Deadline,
): Promise<ModelStep> {
  const before = progress.text;
  for (let attempt = 1; ; attempt++) {
    try {
      const step = await readStream(parts, request, progress, deadline.signal);
      parts.retries.succeeded();
      return step;
    } catch (error) {
      deadline.signal.throwIfAborted();
      const pause = pauseBeforeRetry(error, attempt);
      if (pause === null || pause >= deadline.remainingMs() || !parts.retries.take()) throw asTurnFailure(error);
      takeBack(progress, before, 'the model stopped in the middle of the answer');
      await wait(parts.clock, pause, deadline.signal);
    }
  }
}

/** Milliseconds to wait before asking again, or null if that would not help. */
function pauseBeforeRetry(error: unknown, attempt: number): number | null {
  if (attempt >= attemptsPerStep) return null;
  if (isTurnfleetError(error, 'rate_limited')) return error.details.retryAfterMs ?? backoff(attempt);
  return isTurnfleetError(error, 'model_unavailable') ? backoff(attempt) : null;
}

const backoff = (attempt: number): number => firstPauseMs * 2 ** (attempt - 1);

/** It is us whom the model's endpoint limits, or whose request it does not take, not the shopper. */
function asTurnFailure(error: unknown): unknown {
  if (isTurnfleetError(error, 'rate_limited'))
    return new TurnfleetError('overloaded', 'The model takes no more requests for now.', error.details);
  if (isTurnfleetError(error, 'invalid_request')) return new TurnfleetError('internal', error.message, error.details);
  return error;
}

function takeBack(progress: Progress, before: string, reason: string): void {
  if (progress.text === before) return;
  progress.reset(reason);
  if (before !== '') progress.delta(before);
}

async function readStream(
  { model, clock }: AskParts,
  request: ModelRequest,
  progress: Progress,
  signal: AbortSignal,
): Promise<ModelStep> {
  let text = '';
  let firstTokenAt: number | null = null;
  const before = progress.text;
  const lead = before === '' ? '' : betweenSteps;
  for await (const chunk of model.stream(request, signal)) {
    if (chunk.kind === 'end') return { text, end: chunk, firstTokenAt };
    if (chunk.kind === 'reset') {
      takeBack(progress, before, 'that was a thought of the model');
      text = '';
      continue;
    }
    if (chunk.text === '') continue;
    firstTokenAt ??= clock.now();
    progress.delta(text === '' ? lead + chunk.text : chunk.text);
    text += chunk.text;
  }
  throw streamWithoutEnd();
}

const streamWithoutEnd = (): TurnfleetError =>
  new TurnfleetError('model_unavailable', 'The model stopped before its answer was complete.');
