import { TurnfleetError } from '@turnfleet/core';
import type { ModelChunk, ModelToolCall } from '@turnfleet/model';

/** Loop guard: after so many model steps a turn is answered with what it has. */
export const maxModelSteps = 5;

/** How far the exchange with the model has come within one turn. */
export interface ExchangeState {
  /** Model steps that have ended. */
  readonly steps: number;
  /** A tool result said that nothing more is needed. */
  readonly sufficient: boolean;
  /** Text of the steps so far. */
  readonly text: string;
}

export type ModelEnd = Extract<ModelChunk, { kind: 'end' }>;

type Decision =
  | { readonly kind: 'callTools'; readonly calls: readonly ModelToolCall[] }
  /** `incomplete`: what was said is all there will be, but the model did not come to its end. */
  | { readonly kind: 'finish'; readonly incomplete: boolean }
  | { readonly kind: 'fail'; readonly error: TurnfleetError };

/** Whether the next step may call tools: not in the last step, nor after a sufficient result. */
export function toolChoiceOf(state: ExchangeState): 'auto' | 'none' {
  return state.sufficient || state.steps >= maxModelSteps - 1 ? 'none' : 'auto';
}

/** What follows from a model step that ended with `end`; `state` is the one it was asked in, `text` what it said. */
export function afterModel(state: ExchangeState, end: ModelEnd, text: string): Decision {
  if (end.reason === 'refusal') {
    return { kind: 'fail', error: new TurnfleetError('model_refused', 'The model declined to answer this turn.') };
  }
  if (end.toolCalls.length > 0 && toolChoiceOf(state) === 'auto') return { kind: 'callTools', calls: end.toolCalls };
  const ended = end.reason !== 'length' && end.toolCalls.length === 0 && text.trim() !== '';
  if ((state.text + text).trim() !== '') return { kind: 'finish', incomplete: !ended };
  return { kind: 'fail', error: new TurnfleetError('model_unavailable', 'The model ended its answer without a word.') };
}
