import { isCorrectionRequest } from '@turnfleet/grounding';
import type { ModelMessage } from '@turnfleet/model';
import { asOfField, dataMark } from '@turnfleet/tools';
import { isJson, type Json, parseObject } from './json.ts';

/** What came of a tool call, as its result message tells. */
export type CallResult =
  | { readonly kind: 'ok'; readonly data: Json }
  | {
      readonly kind: 'failed';
      readonly errorKind: string;
      readonly message: string;
      /** What was not found, `city` or `product`; '' if that is not said. */
      readonly what: string;
    };

export interface DoneCall {
  readonly name: string;
  /** Null if the arguments were not a JSON object. */
  readonly args: Json | null;
  readonly outcome: CallResult;
}

/** The exchange seen as a turn: the question, what came before, what the tools have said since. */
export interface Turn {
  readonly question: string;
  /** Everything before the question, and system messages wherever they stand. */
  readonly earlier: readonly ModelMessage[];
  readonly done: readonly DoneCall[];
}

/** Characters of a message that are read: what a shopper asks stands before that, and reading takes time. */
const attention = 1_000;

const attended = (message: ModelMessage): ModelMessage =>
  message.role === 'user' && message.text.length > attention
    ? { ...message, text: message.text.slice(0, attention).toWellFormed() }
    : message;

export function turnOf(sent: readonly ModelMessage[]): Turn {
  const messages = sent.map(attended);
  const at = messages.findLastIndex((message) => message.role === 'user' && !isCorrectionRequest(message.text));
  const question = messages[at];
  const since = messages.slice(at + 1);
  return {
    question: question?.role === 'user' ? question.text : '',
    earlier: messages.filter((message, index) => index < at || message.role === 'system'),
    done: since
      .flatMap((message) => (message.role === 'assistant' ? message.toolCalls : []))
      .flatMap((call) => {
        const result = since.find((message) => message.role === 'tool' && message.callId === call.id);
        if (result?.role !== 'tool') return [];
        return [{ name: call.name, args: parseObject(call.arguments), outcome: outcomeOf(result.content) }];
      }),
  };
}

/** Reads a tool's result: a JSON object, `{"error":{"kind":…}}`, or what is neither and so cannot be told as fact. */
function outcomeOf(content: string): CallResult {
  const data = unmarked(parseObject(content));
  if (!data) return { kind: 'failed', errorKind: 'unreadable', message: '', what: '' };
  const { error } = data;
  if (error === undefined || error === null) return { kind: 'ok', data };
  const errorKind = isJson(error) ? error['kind'] : error;
  const { message, resource } = isJson(error) ? error : data;
  return {
    kind: 'failed',
    errorKind: textIn(errorKind) || 'unreadable',
    message: textIn(message),
    what: isJson(resource) ? textIn(resource['type']) : '',
  };
}

const unmarked = (data: Json | null): Json | null =>
  data && Object.fromEntries(Object.entries(data).filter(([name]) => name !== dataMark && name !== asOfField));

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Whether a call was made already; values count by what they say, so `"5000"` is 5000 and `Shanghai` is `shanghai`. */
export function doneCall(turn: Turn, name: string, args: Json): DoneCall | undefined {
  const wanted = gist(args);
  return turn.done.find((call) => call.name === name && call.args !== null && gist(call.args) === wanted);
}

function gist(value: unknown): string {
  if (!isJson(value)) return String(value).trim().toLowerCase();
  const entries = Object.entries(value).filter(([, inner]) => inner !== '' && inner !== null && inner !== 0);
  return JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, gist(inner)]));
}
