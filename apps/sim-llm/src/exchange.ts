import type { ModelMessage, ModelTool, ModelToolCall } from '@turnfleet/model';

export type ToolChoice =
  | { readonly kind: 'auto' }
  | { readonly kind: 'none' }
  | { readonly kind: 'required' }
  | { readonly kind: 'tool'; readonly name: string };

/** A request to the model in no vendor's shape; both wire formats are read into this. */
export interface Exchange {
  readonly model: string;
  readonly messages: readonly ModelMessage[];
  readonly tools: readonly ModelTool[];
  readonly toolChoice: ToolChoice;
  /** False: at most one tool call per step. */
  readonly parallelToolCalls: boolean;
  /** Output tokens after which the answer is cut; null for no limit. */
  readonly maxOutputTokens: number | null;
  /** The same seed and messages give the same answer; null for none. */
  readonly seed: number | null;
}

/** What the model says in one step: text, or calls of tools. */
export interface Answer {
  readonly text: string;
  readonly toolCalls: readonly ModelToolCall[];
}
