import { sseFrame } from '@turnfleet/core/sse';
import { isRecord } from '../stream-fold.ts';
import type { AnswerEnd, AnswerPiece, Envelope, Framing, WholeAnswer } from '../wire.ts';
import { anthropicErrorOf } from './error.ts';

const stopReasons = {
  stop: 'end_turn',
  tool_calls: 'tool_use',
  length: 'max_tokens',
  refusal: 'refusal',
} as const satisfies Record<AnswerEnd['finish'], string>;

/** A message that was not to be streamed. */
export function anthropicWhole(envelope: Envelope, answer: WholeAnswer): object {
  const { text, toolCalls } = answer;
  const called = toolCalls.map((call) => ({
    type: 'tool_use',
    id: call.id,
    name: call.name,
    // Malformed arguments have no place in this shape: they appear as the text they are instead of an object.
    input: objectIn(call.arguments) ?? call.arguments,
  }));
  return {
    ...head(envelope),
    content: [...(text === '' ? [] : [{ type: 'text', text, citations: null }]), ...called],
    stop_reason: stopReasons[answer.finish],
    usage: usage(answer.usage.inputTokens, answer.usage.outputTokens),
  };
}

/** Content blocks come one after another, each opened and closed: text is one, every tool call is one. */
export function anthropicFrames(envelope: Envelope): Framing {
  let open = -1;
  let openKind: AnswerPiece['kind'] | null = null;
  const closed = (): string => (openKind === null ? '' : frame('content_block_stop', { index: open }));
  const opened = (kind: AnswerPiece['kind'], content_block: object): string => {
    const before = closed();
    openKind = kind;
    open++;
    return before + frame('content_block_start', { index: open, content_block });
  };
  return {
    begin: () =>
      frame('message_start', {
        message: { ...head(envelope), content: [], stop_reason: null, usage: usage(envelope.inputTokens, 0) },
      }) + frame('ping', {}),
    piece(piece) {
      switch (piece.kind) {
        case 'text': {
          const start = openKind === 'text' ? '' : opened('text', { type: 'text', text: '', citations: null });
          return start + delta(open, { type: 'text_delta', text: piece.text });
        }
        case 'call':
          return opened('call', { type: 'tool_use', id: piece.id, name: piece.name, input: {} });
        case 'arguments':
          return delta(open, { type: 'input_json_delta', partial_json: piece.text });
      }
    },
    end: ({ finish, usage: counted }) =>
      closed() +
      frame('message_delta', {
        delta: { stop_reason: stopReasons[finish], stop_sequence: null },
        usage: { output_tokens: counted.outputTokens },
      }) +
      frame('message_stop', {}),
    error: (error) => frame('error', { error: anthropicErrorOf(error) }),
  };
}

function delta(index: number, change: object): string {
  return frame('content_block_delta', { index, delta: change });
}

function head({ id, model }: Envelope): object {
  return { id, type: 'message', role: 'assistant', model, stop_sequence: null };
}

function usage(input_tokens: number, output_tokens: number): object {
  return { input_tokens, output_tokens, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 };
}

function frame(type: string, data: object): string {
  return sseFrame({ event: type, data: JSON.stringify({ type, ...data }) });
}

function objectIn(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined; // it goes as the text it is
  }
}
