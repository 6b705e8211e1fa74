import { abortReason, TurnfleetError } from '@turnfleet/core';
import type { ModelChunk, ModelClient, ModelRequest, ModelToolCall, ModelUsage } from './model-client.ts';

/** What the scripted model does when asked: says a text, calls tools, fails, or waits until it is called off. */
export type ScriptedAnswer =
  /** `thought`: said first, and taken back when it turns out to be one. */
  | {
      readonly text: string;
      readonly thought?: string;
      readonly usage?: ModelUsage;
      readonly reason?: 'stop' | 'length' | 'refusal';
    }
  | { readonly calls: readonly ModelToolCall[]; readonly text?: string; readonly usage?: ModelUsage }
  | { readonly fails: TurnfleetError; readonly afterText?: string }
  | { readonly hangs: true; readonly afterText?: string };

export interface ScriptedModel extends ModelClient {
  /** Every request so far, in order. */
  readonly requests: readonly ModelRequest[];
}

const someUsage: ModelUsage = { inputTokens: 10, outputTokens: 5 };
const nothing: ModelUsage = { inputTokens: 0, outputTokens: 0 };

/** Gives the answers one after another, texts in two deltas; asked once more than scripted, it fails with `internal`. */
export function scriptedModel(
  answers: readonly (ScriptedAnswer | ((request: ModelRequest) => ScriptedAnswer))[],
): ScriptedModel {
  const requests: ModelRequest[] = [];
  return {
    requests,
    async *stream(request, signal) {
      if (signal.aborted) {
        request.ticket?.billed(nothing, false);
        throw abortReason(signal);
      }
      const scripted = answers[requests.push(request) - 1];
      if (!scripted) throw new TurnfleetError('internal', `The script has no answer for request ${requests.length}.`);
      let billed = request.ticket === undefined;
      const ticket = {
        id: request.ticket?.id ?? '',
        billed: (usage: ModelUsage, estimated: boolean): void => {
          if (!billed) request.ticket?.billed(usage, estimated);
          billed = true;
        },
      };
      try {
        yield* play(typeof scripted === 'function' ? scripted(request) : scripted, { ...request, ticket }, signal);
      } finally {
        ticket.billed(someUsage, true);
      }
    },
  };
}

async function* play(
  answer: ScriptedAnswer,
  { ticket }: ModelRequest,
  signal: AbortSignal,
): AsyncGenerator<ModelChunk> {
  if ('fails' in answer) {
    if (answer.afterText === undefined) ticket?.billed(nothing, false);
    yield* deltas(answer.afterText);
    throw answer.fails;
  }
  if ('hangs' in answer) {
    yield* deltas(answer.afterText);
    throw await aborted(signal);
  }
  if ('thought' in answer) {
    yield* deltas(answer.thought);
    yield { kind: 'reset' };
  }
  yield* deltas(answer.text);
  const toolCalls = 'calls' in answer ? answer.calls : [];
  ticket?.billed(answer.usage ?? someUsage, false);
  const reason = 'calls' in answer ? 'tool_calls' : (answer.reason ?? 'stop');
  yield { kind: 'end', toolCalls, reason, usage: answer.usage ?? someUsage };
}

function* deltas(text = ''): Generator<ModelChunk> {
  const middle = Math.ceil(text.length / 2);
  for (const part of [text.slice(0, middle), text.slice(middle)]) if (part) yield { kind: 'text', text: part };
}

function aborted(signal: AbortSignal): Promise<TurnfleetError> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(abortReason(signal));
    signal.addEventListener('abort', () => resolve(abortReason(signal)), { once: true });
  });
}
