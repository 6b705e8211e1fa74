import type { ErrorKind, TurnfleetError } from '@turnfleet/core';
import { assembled, type Generation, type Piece } from '../generation.ts';
import { readOpenAi } from './openai-request.ts';
import type { Envelope, Framing, Vendor } from './vendor.ts';

/** OpenAI's Chat Completions: https://platform.openai.com/docs/api-reference/chat */
export const openAi: Vendor = {
  path: '/v1/chat/completions',
  idPrefix: { answer: 'chatcmpl-', toolCall: 'call_' },
  requestIdHeader: 'x-request-id',
  read: readOpenAi,
  whole,
  frames,
  error: openAiError,
};

/** Says that equal seeds mean equal answers: the model never changes behind it. */
const fingerprint = 'fp_turnfleet_sim';

function whole(envelope: Envelope, generation: Generation): object {
  const { text, toolCalls } = assembled(generation.pieces);
  const called = toolCalls.map((call) => ({
    id: call.id,
    type: 'function',
    function: { name: call.name, arguments: call.arguments },
  }));
  const message = {
    role: 'assistant',
    content: called.length > 0 && text === '' ? null : text,
    refusal: null,
    ...(called.length > 0 ? { tool_calls: called } : {}),
  };
  return {
    ...head(envelope, 'chat.completion'),
    choices: [{ index: 0, message, logprobs: null, finish_reason: generation.finish }],
    usage: usage(generation),
  };
}

function frames(envelope: Envelope): Framing {
  const shared = head(envelope, 'chat.completion.chunk');
  const unknown = envelope.includeUsage ? { usage: null } : {};
  const chunk = (delta: object, finish: string | null = null): string =>
    frame({ ...shared, choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }], ...unknown });
  return {
    begin: () => chunk({ role: 'assistant', content: '' }),
    piece: (piece) => chunk(deltaOf(piece)),
    end(generation) {
      const last = envelope.includeUsage ? frame({ ...shared, choices: [], usage: usage(generation) }) : '';
      return `${chunk({}, generation.finish)}${last}data: [DONE]\n\n`;
    },
    brokenOff: (kind) =>
      kind === 'half_told' ? chunk({}, '') : `data:\n\n${frame({ error: overloaded })}data: [DONE] \n\n`,
  };
}

const overloaded = { message: 'The server had an error while answering.', type: 'overloaded_error', code: null };

function deltaOf(piece: Piece): object {
  switch (piece.kind) {
    case 'text':
      return { content: piece.text };
    case 'call': {
      const call = {
        index: piece.index,
        id: piece.id,
        type: 'function',
        function: { name: piece.name, arguments: '' },
      };
      return { tool_calls: [call] };
    }
    case 'arguments':
      return { tool_calls: [{ index: piece.index, function: { arguments: piece.text } }] };
  }
}

function head({ id, model, createdAt }: Envelope, object: string): object {
  return { id, object, created: Math.floor(createdAt / 1_000), model, system_fingerprint: fingerprint };
}

function usage({ inputTokens, outputTokens }: Generation): object {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
  };
}

function frame(data: object): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}

const errorNames: Readonly<Partial<Record<ErrorKind, { readonly type: string; readonly code: string | null }>>> = {
  invalid_request: { type: 'invalid_request_error', code: null },
  not_found: { type: 'invalid_request_error', code: 'not_found' },
  rate_limited: { type: 'requests', code: 'rate_limit_exceeded' },
};

function openAiError(error: TurnfleetError): object {
  const named = errorNames[error.kind] ?? { type: 'server_error', code: null };
  const { type } = named;
  const code = error.details.resource?.type === 'model' ? 'model_not_found' : named.code;
  return { error: { message: error.message, type, param: error.details.violations?.[0]?.field || null, code } };
}
