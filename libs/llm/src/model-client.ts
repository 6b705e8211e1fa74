/** A message of the exchange with a model, in no vendor's shape. */
export type ModelMessage =
  | { readonly role: 'system'; readonly text: string }
  | { readonly role: 'user'; readonly text: string }
  | { readonly role: 'assistant'; readonly text: string; readonly toolCalls: readonly ModelToolCall[] }
  | { readonly role: 'tool'; readonly callId: string; readonly content: string };

export interface ModelToolCall {
  /** The model's own id; results go back under exactly this one. */
  readonly id: string;
  readonly name: string;
  /** JSON as the model wrote it, possibly malformed. */
  readonly arguments: string;
}

export interface ModelTool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the arguments. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface ModelRequest {
  /** Id in the catalogue. */
  readonly model: string;
  readonly messages: readonly ModelMessage[];
  readonly tools: readonly ModelTool[];
  /** `none` forbids tool calls in this step. */
  readonly toolChoice: 'auto' | 'none';
  readonly maxOutputTokens: number;
  readonly seed?: number;
}

export interface ModelUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export type ModelChunk =
  | { readonly kind: 'text'; readonly text: string }
  /** The last chunk of every stream that does not throw. */
  | {
      readonly kind: 'end';
      readonly toolCalls: readonly ModelToolCall[];
      readonly reason: 'stop' | 'tool_calls' | 'length' | 'refusal';
      readonly usage: ModelUsage;
    };

/**
 * Asks a model. Errors: `model_unavailable` (unreachable, 5xx, cut mid-stream, silent too long), `rate_limited` (with
 * `retryAfterMs`), `context_too_long`, `model_refused`, `invalid_request`, and the signal's own reason when it aborts.
 * Nothing is retried here.
 */
export interface ModelClient {
  stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelChunk>;
}
