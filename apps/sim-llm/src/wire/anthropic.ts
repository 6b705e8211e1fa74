import type { ErrorKind, TurnfleetError } from '@turnfleet/core';
import { assembled, type Generation, type Piece } from '../generation.ts';
import { parseObject } from '../planning/json.ts';
import { readAnthropic } from './anthropic-request.ts';
import type { Envelope, Framing, Vendor } from './vendor.ts';

/** Anthropic's Messages: https://docs.anthropic.com/en/api/messages */
export const anthropic: Vendor = {
  path: '/v1/messages',
  idPrefix: { answer: 'msg_', toolCall: 'toolu_' },
  requestIdHeader: 'request-id',
  read: readAnthropic,
  whole,
  frames,
  error: anthropicError,
};

const stopReasons = { stop: 'end_turn', tool_calls: 'tool_use', length: 'max_tokens' } as const satisfies Record<
  Generation['finish'],
  string
>;

function whole(envelope: Envelope, generation: Generation): object {
  const { text, toolCalls } = assembled(generation.pieces);
  const called = toolCalls.map((call) => ({
    type: 'tool_use',
    id: call.id,
    name: call.name,
    // Malformed arguments have no place in this shape: they appear as the text they are instead of an object.
    input: parseObject(call.arguments) ?? call.arguments,
  }));
  return {
    ...head(envelope),
    content: [...(text === '' ? [] : [{ type: 'text', text, citations: null }]), ...called],
    stop_reason: stopReasons[generation.finish],
    usage: usage(generation.inputTokens, generation.outputTokens),
  };
}

/** Content blocks come one after another, each opened and closed: text is one, every tool call is one. */
function frames(envelope: Envelope): Framing {
  let open = -1;
  let openKind: Piece['kind'] | null = null;
  const closed = (): string => (openKind === null ? '' : frame('content_block_stop', { index: open }));
  const opened = (kind: Piece['kind'], content_block: object): string => {
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
    end: (generation) =>
      closed() +
      frame('message_delta', {
        delta: { stop_reason: stopReasons[generation.finish], stop_sequence: null },
        usage: { output_tokens: generation.outputTokens },
      }) +
      frame('message_stop', {}),
    brokenOff: (kind) =>
      kind === 'half_told'
        ? closed() +
          frame('message_delta', { delta: { stop_reason: '', stop_sequence: null } }) +
          frame('message_stop', {})
        : frame('error', { error: { type: 'overloaded_error', message: 'Overloaded' } }),
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
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
}

const errorTypes: Readonly<Partial<Record<ErrorKind, string>>> = {
  invalid_request: 'invalid_request_error',
  not_found: 'not_found_error',
  rate_limited: 'rate_limit_error',
};

function anthropicError(error: TurnfleetError, status: number, requestId: string): object {
  const type = status === 413 ? 'request_too_large' : (errorTypes[error.kind] ?? 'api_error');
  return { type: 'error', error: { type, message: error.message }, request_id: requestId };
}
