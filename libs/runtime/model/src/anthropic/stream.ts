import type { SseEvent } from '@turnfleet/core/sse';
import type { ModelUsage } from '../model-client.ts';
import { SameButText } from '../reading/same-but-text.ts';
import { completeCalls, cutShort, isRecord, objectsIn, type StreamEnd, type StreamFold } from '../stream-fold.ts';
import { Blocks } from './blocks.ts';
import { anthropicStreamError } from './error.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The ends that are known to be ends; any other word, and none, is an answer that broke off. */
const ends: Readonly<Record<string, StreamEnd['reason']>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  tool_use: 'tool_calls',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  refusal: 'refusal',
};

/**
 * Folds the events of `POST /v1/messages`: a stream (https://docs.claude.com/en/docs/build-with-claude/streaming), or a
 * whole message as its only event.
 */
export function anthropicStreamFold(): StreamFold {
  const blocks = new Blocks();
  let usage: Fields = {};
  let stop: string | undefined;
  let done = false;
  let responseId = '';
  const same = new SameButText(textOnly);

  const reason = (): StreamEnd['reason'] | undefined => ends[stop ?? ''];
  const begin = (message: unknown): void => {
    if (!isRecord(message)) return;
    if (typeof message['id'] === 'string') responseId = message['id'];
    usage = { ...usage, ...countsIn(message['usage']) };
  };
  const takeWhole = (message: Fields): string => {
    begin(message);
    if (typeof message['stop_reason'] === 'string') stop = message['stop_reason'];
    done = true;
    const content = Array.isArray(message['content']) ? message['content'] : [];
    return content.map((block, index) => blocks.open(index, block)).join('');
  };
  const takeObject = (data: Fields, name: string): string => {
    const index = typeof data['index'] === 'number' ? data['index'] : 0;
    switch (data['type'] ?? (data['error'] ? 'error' : name)) {
      case 'message':
        return takeWhole(data);
      case 'message_start':
        begin(data['message']);
        return '';
      case 'content_block_start':
        return blocks.open(index, data['content_block']);
      case 'content_block_delta':
        return blocks.add(index, data['delta']);
      case 'message_delta': {
        const delta = data['delta'];
        if (isRecord(delta) && typeof delta['stop_reason'] === 'string') stop = delta['stop_reason'];
        usage = { ...usage, ...countsIn(data['usage']) };
        return '';
      }
      case 'message_stop':
        done = true;
        return '';
      case 'error':
        if (reason()) return '';
        throw anthropicStreamError(data['error']);
      default:
        // `ping`, `content_block_stop`, and whatever the vendor adds: "handle unknown events gracefully".
        return '';
    }
  };

  return {
    get done() {
      return done;
    },
    get ended() {
      return reason() !== undefined;
    },
    take(event: SseEvent): string {
      if (event.data.trim() === '[DONE]') return '';
      const more = same.read(event.data);
      if (more !== null) return more;
      const objects = objectsIn(event.data);
      const text = objects.map((data) => takeObject(data, event.event)).join('');
      if (objects.length === 1) same.learn(event.data, objects[0]);
      return text;
    },
    heard: () => ({ usage: usageOf(usage), calls: blocks.calls('') }),
    end(): StreamEnd {
      const known = reason();
      if (!known) throw cutShort();
      const counted = usageOf(usage);
      if (known === 'refusal') return { toolCalls: [], reason: known, usage: counted };
      const calls = blocks.calls(responseId);
      if (calls.some(({ name }) => name === '')) throw cutShort();
      const others = blocks.others();
      const carried = others.length > 0 ? { carried: { api: 'anthropic' as const, fields: { blocks: others } } } : {};
      if (known === 'length') return { toolCalls: completeCalls(calls), reason: known, usage: counted, ...carried };
      return { toolCalls: calls, reason: calls.length > 0 ? 'tool_calls' : 'stop', usage: counted, ...carried };
    },
  };
}

/** The text of a chunk that adds some and says nothing else. */
function textOnly(chunk: unknown): string | null {
  if (!isRecord(chunk) || chunk['type'] !== 'content_block_delta' || !isRecord(chunk['delta'])) return null;
  const { type, text, ...others } = chunk['delta'];
  return type === 'text_delta' && typeof text === 'string' && Object.keys(others).length === 0 ? text : null;
}

function countsIn(usage: unknown): Fields {
  if (!isRecord(usage)) return {};
  return Object.fromEntries(Object.entries(usage).filter(([, count]) => typeof count === 'number'));
}

function usageOf(counts: Fields): ModelUsage | undefined {
  const count = (name: string): number => (typeof counts[name] === 'number' ? counts[name] : 0);
  if (Object.keys(counts).length === 0) return undefined;
  const read = count('cache_read_input_tokens');
  return {
    inputTokens: count('input_tokens') + count('cache_creation_input_tokens') + read,
    outputTokens: count('output_tokens'),
    ...(read > 0 && { cachedInputTokens: read }),
  };
}
