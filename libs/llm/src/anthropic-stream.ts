import { modelFailure } from './model-failure.ts';
import type { SseEvent } from './sse-reader.ts';
import { completeCalls, cutShort, parseEventData, type StreamEnd, type StreamFold } from './stream-fold.ts';

/** The parts of a message stream event that are used: https://docs.claude.com/en/docs/build-with-claude/streaming */
interface MessageEvent {
  readonly type?: string;
  readonly index?: number;
  readonly message?: { readonly id?: string; readonly usage?: Usage };
  readonly content_block?: {
    readonly type?: string;
    readonly id?: string;
    readonly name?: string;
    readonly input?: unknown;
    readonly text?: string;
  };
  readonly delta?: { readonly text?: string; readonly partial_json?: string; readonly stop_reason?: string | null };
  readonly usage?: Usage;
  readonly error?: { readonly type?: string; readonly message?: string };
}

interface Usage {
  readonly input_tokens?: number | null;
  readonly cache_creation_input_tokens?: number | null;
  readonly cache_read_input_tokens?: number | null;
  readonly output_tokens?: number | null;
}

/** Folds the events of `POST /v1/messages` with `stream: true`. */
export function anthropicStreamFold(): StreamFold {
  const calls = new Map<number, { id: string; name: string; start: unknown; json: string }>();
  let usage: Usage | undefined;
  let stop: string | undefined;
  let done = false;
  let responseId = '';

  return {
    get done() {
      return done;
    },
    take(event: SseEvent): string {
      const data: MessageEvent = parseEventData(event);
      const index = data.index ?? 0;
      switch (data.type) {
        case 'message_start':
          responseId = data.message?.id ?? '';
          usage = data.message?.usage;
          return '';
        case 'content_block_start': {
          const block = data.content_block;
          if (block?.type === 'tool_use') {
            calls.set(index, { id: block.id ?? '', name: block.name ?? '', start: block.input, json: '' });
          }
          return block?.text ?? '';
        }
        case 'content_block_delta': {
          const call = calls.get(index);
          if (call) call.json += data.delta?.partial_json ?? '';
          return data.delta?.text ?? '';
        }
        case 'message_delta':
          stop = data.delta?.stop_reason ?? stop;
          usage = { ...usage, ...definedOnly(data.usage) };
          return '';
        case 'message_stop':
          done = true;
          return '';
        case 'error':
          throw modelFailure({ type: data.error?.type, message: data.error?.message ?? '' });
        default:
          // `ping`, `content_block_stop`, and whatever the vendor adds: "handle unknown events gracefully".
          return '';
      }
    },
    end(): StreamEnd {
      if (!done && stop === undefined) throw cutShort();
      const toolCalls = [...calls.values()].map(({ id, name, start, json }, place) => ({
        id: id || `call_${responseId}_${place}`,
        name,
        arguments: json || JSON.stringify(start ?? {}),
      }));
      const counted = usage && countOf(usage);
      if (stop === 'refusal') return { toolCalls: [], reason: 'refusal', usage: counted };
      if (stop === 'max_tokens' || stop === 'model_context_window_exceeded') {
        return { toolCalls: completeCalls(toolCalls), reason: 'length', usage: counted };
      }
      return { toolCalls, reason: toolCalls.length > 0 ? 'tool_calls' : 'stop', usage: counted };
    },
  };
}

function definedOnly(usage: Usage | undefined): Usage {
  return Object.fromEntries(Object.entries(usage ?? {}).filter(([, count]) => typeof count === 'number'));
}

function countOf(usage: Usage): { inputTokens: number; outputTokens: number } {
  const cached = (usage.cache_creation_input_tokens ?? 0) + (usage.cache_read_input_tokens ?? 0);
  return { inputTokens: (usage.input_tokens ?? 0) + cached, outputTokens: usage.output_tokens ?? 0 };
}
