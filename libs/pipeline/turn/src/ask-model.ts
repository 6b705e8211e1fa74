import { beginningOf, writtenBytes } from '@turnfleet/contract/schemas';
import { type Clock, type Deadline, isTurnfleetError, type RetryBudget, TurnfleetError, wait } from '@turnfleet/core';
import type { ModelClient, ModelRequest } from '@turnfleet/model';
import type { RecordLimits } from '@turnfleet/ownership';
import type { ModelEnd } from './decide.ts';
import type { Progress } from './progress.ts';

export interface AskDeps {
  readonly model: ModelClient;
  readonly clock: Clock;
  /** Shared by all turns of the process: a model that is down is not asked more than a fraction more often. */
  readonly retries: RetryBudget;
  readonly limits: RecordLimits;
}

export interface ModelStep {
  readonly text: string;
  readonly end: ModelEnd;
  /** Unix milliseconds of the first word, null if it said none. */
  readonly firstTokenAt: number | null;
  /** It said more than a turn may say: the text is a beginning, and nothing more was listened to. */
  readonly cut: boolean;
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
  deps: AskDeps,
  request: ModelRequest,
  progress: Progress,
  deadline: Deadline,
): Promise<ModelStep> {
  const before = progress.text;
  for (let attempt = 1; ; attempt++) {
    try {
      const step = await readStream(deps, request, progress, deadline.signal);
      deps.retries.succeeded();
      return step;
    } catch (error) {
      deadline.signal.throwIfAborted();
      const pause = pauseBeforeRetry(error, attempt);
      if (pause === null || pause >= deadline.remainingMs() || !deps.retries.take()) throw asTurnFailure(error);
      takeBack(progress, before, 'the model stopped in the middle of the answer');
      await wait(deps.clock, pause, deadline.signal);
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
  { model, clock, limits }: AskDeps,
  request: ModelRequest,
  progress: Progress,
  signal: AbortSignal,
): Promise<ModelStep> {
  let text = '';
  let firstTokenAt: number | null = null;
  const before = progress.text;
  const lead = before === '' ? '' : betweenSteps;
  const all = limits.answerBytes() - writtenBytes(before + lead);
  let room = all;
  for await (const chunk of model.stream(request, signal)) {
    if (chunk.kind === 'end') return { text, end: chunk, firstTokenAt, cut: false };
    if (chunk.kind === 'reset') {
      takeBack(progress, before, 'that was a thought of the model');
      text = '';
      room = all;
      continue;
    }
    if (chunk.text === '') continue;
    firstTokenAt ??= clock.now();
    const bytes = writtenBytes(chunk.text);
    const part = bytes <= room ? chunk.text : beginningOf(chunk.text, Math.max(0, room));
    progress.delta(text === '' ? lead + part : part);
    text += part;
    if (bytes > room) return { text, end: endOfCut(request, text), firstTokenAt, cut: true };
    room -= bytes;
  }
  throw streamWithoutEnd();
}

const bytesPerToken = 4;

/** Models tell what they used at their end only: of a stream that was left before, it is estimated. */
function endOfCut({ messages }: ModelRequest, text: string): ModelEnd {
  const tokens = (bytes: number): number => Math.ceil(bytes / bytesPerToken);
  const usage = {
    inputTokens: tokens(Buffer.byteLength(JSON.stringify(messages))),
    outputTokens: tokens(Buffer.byteLength(text)),
  };
  return { kind: 'end', toolCalls: [], reason: 'length', usage };
}

const streamWithoutEnd = (): TurnfleetError =>
  new TurnfleetError('model_unavailable', 'The model stopped before its answer was complete.');
