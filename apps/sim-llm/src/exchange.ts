import type { AskedOfModel, ModelToolCall } from '@turnfleet/model';

/** What of a request decides the answer. A seed: the same one and the same messages give the same answer. */
export type Exchange = Pick<
  AskedOfModel,
  'model' | 'messages' | 'tools' | 'toolChoice' | 'parallelToolCalls' | 'maxOutputTokens' | 'seed'
>;

/** What the model says in one step: text, or calls of tools. */
export interface Answer {
  readonly text: string;
  readonly toolCalls: readonly ModelToolCall[];
}
