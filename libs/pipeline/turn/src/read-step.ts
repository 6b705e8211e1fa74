import { beginningOf, writtenBytes } from '@turnfleet/contract/schemas';
import { type Clock, TurnfleetError } from '@turnfleet/core';
import type { ModelChunk } from '@turnfleet/model';
import type { RecordLimits } from '@turnfleet/ownership';
import type { ModelEnd } from './after-model.ts';
import type { Progress } from './progress.ts';

export interface ReadStepDeps {
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

/** Says something behind what the model said. */
export function addText(progress: Progress, text: string): void {
  progress.delta(progress.text === '' ? text : betweenSteps + text);
}

/** One answer of a model, its text going to `progress` as it comes; `began` is called at its first word. */
export async function readStep(
  { clock, limits }: ReadStepDeps,
  chunks: AsyncIterable<ModelChunk>,
  progress: Progress,
  began: () => void,
): Promise<ModelStep> {
  let text = '';
  let firstTokenAt: number | null = null;
  const before = progress.text;
  const lead = before === '' ? '' : betweenSteps;
  const all = limits.answerBytes() - writtenBytes(before + lead);
  let room = all;
  for await (const chunk of chunks) {
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
    if (bytes > room) return { text, end: endOfCut, firstTokenAt, cut: true };
    room -= bytes;
  }
  throw streamWithoutEnd();
}

/** Of an answer that was left before its end: what it cost its bill says. */
const endOfCut: ModelEnd = {
  kind: 'end',
  toolCalls: [],
  reason: 'length',
  usage: { inputTokens: 0, outputTokens: 0 },
};

const streamWithoutEnd = (): TurnfleetError =>
  new TurnfleetError('model_unavailable', 'The model stopped before its answer was complete.');
