import { TurnfleetError } from '@turnfleet/core';
import type { SseEvent } from '@turnfleet/core/sse';
import type { ModelChunk, ModelToolCall, ModelUsage } from './model-client.ts';

type EndChunk = Extract<ModelChunk, { kind: 'end' }>;

/** What a stream came to. `usage` is absent where the endpoint reported none. */
export type StreamEnd = Omit<EndChunk, 'kind' | 'usage'> & { readonly usage: ModelUsage | undefined };

/** What has come so far, for the bill of an answer that does not come to its end. */
interface Heard {
  /** As far as the vendor has said. */
  readonly usage: ModelUsage | undefined;
  readonly calls: readonly Pick<ModelToolCall, 'name' | 'arguments'>[];
}

/** Turns one vendor's stream events into text as it comes and, at the end, the rest. One object per stream. */
export interface StreamFold {
  /** The text this event adds, `''` for none. Fails as `ModelClient.stream` does if the event reports an error. */
  take(event: SseEvent): string;
  /** True once the model has come to an end that is known to be one: what breaks from here on takes nothing away. */
  readonly ended: boolean;
  /** True once the vendor has said that nothing follows. */
  readonly done: boolean;
  heard(): Heard;
  /** Call it when the body has ended; `model_unavailable` if the stream was cut before its end. */
  end(): StreamEnd;
}

/** The JSON objects in an event's data: one; several where an endpoint leaves out the blank lines between; none of a blank. */
export function objectsIn(data: string): Record<string, unknown>[] {
  const text = data.trim();
  if (text === '') return [];
  const whole = parsedJson(text);
  const values =
    whole === undefined
      ? text
          .split('\n')
          .filter((line) => line.trim() !== '')
          .map(parsedJson)
      : [whole];
  return values.map((value) => {
    // Gemini puts its error objects in a list.
    const one: unknown = Array.isArray(value) ? value[0] : value;
    if (typeof one === 'object' && one !== null) return one as Record<string, unknown>;
    throw new TurnfleetError('model_unavailable', 'The model endpoint sent an event that is not a JSON object.');
  });
}

/** Undefined for what is no JSON. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // A syntax error quotes the text; the failure of the caller says enough.
  }
}

export function cutShort(): TurnfleetError {
  return new TurnfleetError('model_unavailable', 'The model stopped in the middle of its answer.');
}

/** The calls of an answer that ran out of tokens: one whose arguments were cut must not run with what is left of them. */
export function completeCalls<C extends ModelToolCall>(calls: readonly C[]): readonly C[] {
  return calls.filter(({ arguments: text }, place) => place < calls.length - 1 || parsedJson(text) !== undefined);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
