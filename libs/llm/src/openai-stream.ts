import type { ModelUsage } from './model-client.ts';
import { modelFailure } from './model-failure.ts';
import type { SseEvent } from './sse-reader.ts';
import { completeCalls, cutShort, parseEventData, type StreamEnd, type StreamFold } from './stream-fold.ts';

/** The parts of a chat.completion.chunk that are used; every one may be missing: compatible endpoints differ. */
interface Chunk {
  readonly id?: string;
  readonly choices?: readonly { readonly delta?: Delta; readonly finish_reason?: string | null }[];
  readonly usage?: { readonly prompt_tokens?: number; readonly completion_tokens?: number } | null;
  readonly error?: { readonly message?: string; readonly type?: string; readonly code?: string | number | null };
}

interface Delta {
  readonly content?: string | null;
  readonly refusal?: string | null;
  readonly tool_calls?: readonly CallDelta[];
}

interface CallDelta {
  readonly index?: number;
  readonly id?: string | null;
  readonly function?: { readonly name?: string | null; readonly arguments?: string | null };
}

interface OpenCall {
  readonly index: number | undefined;
  id: string;
  name: string;
  arguments: string;
}

/** Folds the events of `POST /chat/completions` with `stream: true`. */
export function openAiStreamFold(): StreamFold {
  const calls: OpenCall[] = [];
  let done = false;
  let responseId = '';
  let finish: string | undefined;
  let refused = false;
  let usage: ModelUsage | undefined;

  const takeCall = (delta: CallDelta): void => {
    const id = delta.id ?? '';
    let call = delta.index === undefined ? calls.at(-1) : calls.findLast((open) => open.index === delta.index);
    // Some endpoints number every parallel call 0, or none of them: another id is another call.
    if (!call || (id !== '' && call.id !== '' && id !== call.id)) {
      call = { index: delta.index, id, name: '', arguments: '' };
      calls.push(call);
    }
    call.id ||= id;
    call.name ||= delta.function?.name ?? '';
    call.arguments += delta.function?.arguments ?? '';
  };

  return {
    get done() {
      return done;
    },
    take(event: SseEvent): string {
      if (event.data === '[DONE]') {
        done = true;
        return '';
      }
      const chunk: Chunk = parseEventData(event);
      if (chunk.error) throw streamError(chunk.error);
      responseId ||= chunk.id ?? '';
      if (chunk.usage) {
        usage = { inputTokens: chunk.usage.prompt_tokens ?? 0, outputTokens: chunk.usage.completion_tokens ?? 0 };
      }
      const choice = chunk.choices?.[0];
      finish = choice?.finish_reason ?? finish;
      refused ||= Boolean(choice?.delta?.refusal);
      choice?.delta?.tool_calls?.forEach(takeCall);
      return choice?.delta?.content ?? '';
    },
    end(): StreamEnd {
      if (!done && finish === undefined) throw cutShort();
      const toolCalls = calls.map((call, place) => ({
        id: call.id || `call_${responseId}_${place}`,
        name: call.name,
        arguments: call.arguments,
      }));
      if (refused || finish === 'content_filter') return { toolCalls: [], reason: 'refusal', usage };
      if (finish === 'length') return { toolCalls: completeCalls(toolCalls), reason: 'length', usage };
      return { toolCalls, reason: toolCalls.length > 0 ? 'tool_calls' : 'stop', usage };
    },
  };
}

function streamError({ message, type, code }: NonNullable<Chunk['error']>): Error {
  const status = typeof code === 'number' ? code : undefined;
  return modelFailure({ status, code: String(code ?? ''), type, message: message ?? '' });
}
