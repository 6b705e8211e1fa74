import type { Readable } from 'node:stream';
import { abortReason, type Clock } from '@turnfleet/core';
import {
  type ModelChunk,
  type ModelRequest,
  type ModelUsage,
  SseReader,
  type StreamEnd,
  type StreamFold,
} from '@turnfleet/llm';
import { countTokens, inputTokensOf } from './count-tokens.ts';
import type { Endpoint } from './endpoint.ts';
import { sdkFailure } from './sdk-failure.ts';
import type { Vendor } from './vendor.ts';

export interface Call {
  readonly vendor: Vendor;
  readonly endpoint: Endpoint;
  readonly request: ModelRequest;
  /** The endpoint's name for the model. */
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** One model call: fails as `ModelClient.stream` does. Leaving it early, or `signal`, closes its socket at once. */
export async function* answerStream(call: Call, signal: AbortSignal, clock: Clock): AsyncGenerator<ModelChunk> {
  const { vendor, endpoint, request } = call;
  const giveUp = new AbortController();
  let body: Readable | undefined;
  const stop = (): void => {
    giveUp.abort();
    body?.destroy(abortReason(signal));
  };
  if (signal.aborted) throw abortReason(signal);
  signal.addEventListener('abort', stop, { once: true });
  try {
    const response = await vendor.send(vendor.bodyOf(request, call.name), call.headers, giveUp.signal);
    body = endpoint.bodyOf(response);
    if (signal.aborted) throw abortReason(signal);
    const fold = vendor.fold();
    const text = yield* readText(body, fold);
    const end = fold.end();
    endpoint.release(body);
    body = undefined;
    yield { kind: 'end', ...end, usage: end.usage ?? estimate(request, text, end) };
  } catch (error) {
    throw signal.aborted ? abortReason(signal) : sdkFailure(error, clock.now());
  } finally {
    signal.removeEventListener('abort', stop);
    body?.destroy();
  }
}

/** Yields the text as it arrives and returns all of it, once the vendor or the connection has ended the answer. */
async function* readText(body: Readable, fold: StreamFold): AsyncGenerator<ModelChunk, string> {
  const reader = new SseReader();
  let all = '';
  for await (const bytes of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
    for (const event of reader.push(bytes)) {
      const text = fold.done ? '' : fold.take(event);
      if (text === '') continue;
      all += text;
      yield { kind: 'text', text };
    }
    if (fold.done) break;
  }
  return all;
}

function estimate(request: ModelRequest, text: string, { toolCalls }: StreamEnd): ModelUsage {
  const calls = toolCalls.map(({ name, arguments: json }) => name + json).join('');
  return { inputTokens: inputTokensOf(request), outputTokens: countTokens(text + calls) };
}
