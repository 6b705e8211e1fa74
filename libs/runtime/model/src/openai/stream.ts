import { TurnfleetError } from '@turnfleet/core';
import type { SseEvent } from '@turnfleet/core/sse';
import type { ModelUsage } from '../model-client.ts';
import { OpenCalls } from '../reading/open-calls.ts';
import { SameButText } from '../reading/same-but-text.ts';
import { completeCalls, cutShort, isRecord, objectsIn, type StreamEnd, type StreamFold } from '../stream-fold.ts';
import { readDelta } from './delta.ts';
import { openAiStreamError } from './error.ts';
import { joinFields } from './join-fields.ts';
import { readUsage } from './usage.ts';

/** The ends that are known to be ends; any other word, and none, is an answer that broke off. Other vendors' words included. */
const ends: Readonly<Record<string, StreamEnd['reason']>> = {
  stop: 'stop',
  eos: 'stop',
  end_turn: 'stop',
  stop_sequence: 'stop',
  tool_calls: 'tool_calls',
  tool_call: 'tool_calls',
  tool_use: 'tool_calls',
  function_call: 'tool_calls',
  length: 'length',
  max_tokens: 'length',
  max_output_tokens: 'length',
  model_length: 'length',
  content_filter: 'refusal',
  refusal: 'refusal',
  safety: 'refusal',
  sensitive: 'refusal',
};

/**
 * Folds the events of `POST /chat/completions`: a stream of chunks, or a whole completion as its only event. `offered` are
 * the names of the tools that may be called.
 */
export function openAiStreamFold(offered: Iterable<string> = []): StreamFold {
  const calls = new OpenCalls(offered);
  let done = false;
  let responseId = '';
  let finish: string | undefined;
  let refused = false;
  let usage: ModelUsage | undefined;
  let carried: Readonly<Record<string, unknown>> = {};
  let said = false;
  const same = new SameButText(textOnly);

  const reason = (): StreamEnd['reason'] | undefined => ends[finish?.toLowerCase() ?? ''];

  /** Some say `""` as long as there is no reason, also behind the one that there was. */
  const takeFinish = (word: unknown): void => {
    if (typeof word === 'string' && (!reason() || ends[word.toLowerCase()])) finish = word;
  };

  const takeObject = (chunk: Readonly<Record<string, unknown>>, name: string): string => {
    const { id, choices, error } = chunk;
    if (error || chunk['object'] === 'error' || name === 'error') {
      if (reason()) return '';
      throw openAiStreamError(error || chunk);
    }
    if (typeof id === 'string') responseId ||= id;
    usage = readUsage(chunk['usage']) ?? usage;
    const choice = firstChoice(choices);
    if (!choice) return '';
    usage = readUsage(choice['usage']) ?? usage;
    takeFinish(choice['finish_reason']);
    const delta = readDelta(choice['delta'] ?? choice['message']);
    refused ||= delta.refused;
    for (const piece of delta.calls) calls.take(piece);
    carried = joinFields(carried, delta.fields);
    said ||= delta.text.trim() !== '';
    return delta.text;
  };

  return {
    get done() {
      return done;
    },
    get ended() {
      return reason() !== undefined;
    },
    take(event: SseEvent): string {
      const more = event.event === 'message' ? same.read(event.data) : null;
      if (more !== null) {
        said ||= more.trim() !== '';
        return more;
      }
      const { before, isLast } = upToDone(event.data);
      const objects = objectsIn(before);
      const text = objects.map((object) => takeObject(object, event.event)).join('');
      done ||= isLast;
      if (objects.length === 1) same.learn(event.data, objects[0]);
      return text;
    },
    heard: () => ({ usage, calls: calls.end('') }),
    end(): StreamEnd {
      const known = refused ? 'refusal' : reason();
      if (!known) throw cutShort();
      if (known === 'refusal') return { toolCalls: [], reason: known, usage };
      const whole = calls.end(responseId);
      const toolCalls = (known === 'length' ? completeCalls(whole) : whole).map(({ fields, ...call }) => ({
        ...call,
        ...(Object.keys(fields).length > 0 && { carried: { api: 'openai' as const, fields } }),
      }));
      if (toolCalls.some(({ name }) => name === '')) throw cutShort();
      if (known === 'tool_calls' && toolCalls.length === 0 && !said) throw callWithoutCall();
      const back = Object.keys(carried).length > 0 ? { carried: { api: 'openai' as const, fields: carried } } : {};
      if (known === 'length') return { toolCalls, reason: known, usage, ...back };
      return { toolCalls, reason: toolCalls.length > 0 ? 'tool_calls' : 'stop', usage, ...back };
    },
  };
}

/** What stands before the line that ends a stream. */
function upToDone(data: string): { readonly before: string; readonly isLast: boolean } {
  if (!data.includes('[DONE]')) return { before: data, isLast: false };
  const lines = data.split('\n');
  const last = lines.findIndex((line) => line.trim() === '[DONE]');
  return { before: last < 0 ? data : lines.slice(0, last).join('\n'), isLast: last >= 0 };
}

/** The text of a chunk that has one choice, and in it a delta of text. */
function textOnly(chunk: unknown): string | null {
  if (!isRecord(chunk) || chunk['error'] || chunk['object'] === 'error' || chunk['usage']) return null;
  const { choices } = chunk;
  const choice: unknown = Array.isArray(choices) && choices.length === 1 ? choices[0] : null;
  if (!isRecord(choice) || choice['finish_reason'] || choice['usage'] || !isRecord(choice['delta'])) return null;
  const { content, ...others } = choice['delta'];
  const saysMore = Object.keys(others).some((name) => name !== 'role');
  return typeof content === 'string' && !saysMore ? content : null;
}

function firstChoice(choices: unknown): Readonly<Record<string, unknown>> | undefined {
  if (!Array.isArray(choices)) return undefined;
  return choices.filter(isRecord).find(({ index = 0 }) => index === 0) ?? choices.find(isRecord);
}

const callWithoutCall = (): TurnfleetError =>
  new TurnfleetError('model_unavailable', 'The model said that it calls a tool, and named none.');
