import { beginningOf, writtenBytes } from '@turnfleet/contract/schemas';
import { type Clock, TurnfleetError } from '@turnfleet/core';
import type { ModelClient, ModelRequest } from '@turnfleet/model';
import type { RecordLimits } from '@turnfleet/ownership';
import type { ModelEnd } from './after-model.ts';
import type { Progress } from './progress.ts';

export interface ReadStepDeps {
  readonly model: ModelClient;
  readonly clock: Clock;
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

/** Parts the texts of one turn. */
export const betweenSteps = '\n\n';

/** Back to what was shown before, for a reason that readers are told. */
export function takeBack(progress: Progress, before: string, reason: string): void {
  if (progress.text === before) return;
  progress.reset(reason);
  if (before !== '') progress.delta(before);
}

/** One call of a model, its text going to `progress` as it comes; `began` is called at its first word. */
export async function readStep(
  { model, clock, limits }: ReadStepDeps,
  request: ModelRequest,
  progress: Progress,
  signal: AbortSignal,
  began: () => void,
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
    if (firstTokenAt === null) began();
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
