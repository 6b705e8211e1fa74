import { TurnfleetError } from '@turnfleet/core';
import type { ModelChunk, ModelToolCall, ModelUsage } from './model-client.ts';
import type { SseEvent } from './sse-reader.ts';

export type EndChunk = Extract<ModelChunk, { kind: 'end' }>;

/** What a stream came to. `usage` is absent where the endpoint reported none. */
export type StreamEnd = Omit<EndChunk, 'kind' | 'usage'> & { readonly usage: ModelUsage | undefined };

/** Turns one vendor's stream events into text as it comes and, at the end, the rest. One object per stream. */
export interface StreamFold {
  /** The text this event adds, `''` for none. Fails as `ModelClient.stream` does if the event reports an error. */
  take(event: SseEvent): string;
  /** True once the vendor has said that nothing follows. */
  readonly done: boolean;
  /** Call it when the body has ended; `model_unavailable` if the stream was cut before its end. */
  end(): StreamEnd;
}

export function parseEventData(event: SseEvent): Record<string, unknown> {
  try {
    const data: unknown = JSON.parse(event.data);
    if (typeof data === 'object' && data !== null) return data as Record<string, unknown>;
  } catch {
    // A syntax error quotes the text; the failure below says enough.
  }
  throw new TurnfleetError('model_unavailable', 'The model endpoint sent an event that is not a JSON object.');
}

export function cutShort(): TurnfleetError {
  return new TurnfleetError('model_unavailable', 'The model stopped in the middle of its answer.');
}

/** The calls of an answer that ran out of tokens: one whose arguments were cut must not run with what is left of them. */
export function completeCalls(calls: readonly ModelToolCall[]): readonly ModelToolCall[] {
  return calls.filter(({ arguments: text }) => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  });
}
