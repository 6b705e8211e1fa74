import type { CatalogueEndpoint, CatalogueModel } from './catalogue/catalogue.ts';

/** A message of the exchange with a model, in no vendor's shape. */
export type ModelMessage =
  | { readonly role: 'system'; readonly text: string }
  | { readonly role: 'user'; readonly text: string }
  | {
      readonly role: 'assistant';
      readonly text: string;
      readonly toolCalls: readonly ModelToolCall[];
      readonly carried?: Carried | undefined;
    }
  | { readonly role: 'tool'; readonly callId: string; readonly content: string };

export interface ModelToolCall {
  /** The model's own id; results go back under exactly this one. */
  readonly id: string;
  readonly name: string;
  /** JSON as the model wrote it, possibly malformed. */
  readonly arguments: string;
  readonly carried?: Carried | undefined;
}

/** What a vendor put on a message or a call beside what we read: it goes back unread, to the protocol it came from. */
export interface Carried {
  readonly api: 'openai' | 'anthropic';
  readonly fields: Readonly<Record<string, unknown>>;
}

/** `none` forbids tool calls in this step, `required` asks for one at least, a name for that one. */
export type ToolChoice = 'auto' | 'none' | 'required' | { readonly name: string };

export interface ModelTool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the arguments. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** A model at one of its endpoints, as the catalogue has them. */
export interface Deployment {
  readonly model: CatalogueModel;
  readonly endpoint: CatalogueEndpoint;
  /** The model's name there. */
  readonly name: string;
}

/** Names one call, and hears what it costs. */
export interface CallTicket {
  /** Sent along, so that the endpoint's log and ours call it by the same name. */
  readonly id: string;
  /**
   * Called before the stream ends, fails or is left, with what the endpoint bills as far as it can be told from here;
   * `estimated`: it said nothing, so tokens are counted here, of what was sent and received. No tokens: it took no request.
   */
  readonly billed: (usage: ModelUsage, estimated: boolean) => void;
}

export interface ModelRequest {
  /** Id in the catalogue. */
  readonly model: string;
  /** As it was when the turn began; absent: the first that the catalogue has for the model. */
  readonly deployment?: Deployment | undefined;
  readonly messages: readonly ModelMessage[];
  readonly tools: readonly ModelTool[];
  readonly toolChoice: ToolChoice;
  readonly maxOutputTokens: number;
  readonly seed?: number;
  readonly temperature?: number;
  /** The answer ends before any of these. */
  readonly stop?: readonly string[];
  readonly ticket?: CallTicket;
  /** What is left of the turn's time, milliseconds: limits that nobody set follow from it. */
  readonly patienceMs?: number;
}

export interface ModelUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Of the input, what the vendor had read before; absent where it does not say. */
  readonly cachedInputTokens?: number;
  /** Of the output, what was thought and not said; absent where the vendor does not say. */
  readonly reasoningTokens?: number;
}

export type ModelChunk =
  | { readonly kind: 'text'; readonly text: string }
  /** The text so far was not for the shopper. */
  | { readonly kind: 'reset' }
  /** The last chunk of every stream that does not throw: the model came to an end that is known to be one. */
  | {
      readonly kind: 'end';
      readonly toolCalls: readonly ModelToolCall[];
      readonly reason: 'stop' | 'tool_calls' | 'length' | 'refusal';
      readonly usage: ModelUsage;
      readonly carried?: Carried | undefined;
    };

/**
 * Asks a model. Errors: `model_unavailable` (unreachable, 5xx, cut mid-stream, silent too long), `rate_limited` (with
 * `retryAfterMs`), `context_too_long`, `model_refused`, `invalid_request`, and the signal's own reason when it aborts.
 * Nothing is retried here.
 */
export interface ModelClient {
  stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelChunk>;
}
