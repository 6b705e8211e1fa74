import { sseFrame } from '@turnfleet/core/sse';
import type { ModelUsage } from '../model-client.ts';
import type { AnswerEnd, AnswerPiece, Envelope, Framing, WholeAnswer } from '../wire.ts';
import { openAiErrorBody } from './error.ts';

const done = sseFrame({ data: '[DONE]' });

/** A completion that was not to be streamed. */
export function openAiWhole(envelope: Envelope, answer: WholeAnswer): object {
  const { text, toolCalls } = answer;
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
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishReason(answer) }],
    usage: usage(answer.usage),
  };
}

/** The chunks of a streamed completion. */
export function openAiFrames(envelope: Envelope): Framing {
  const shared = head(envelope, 'chat.completion.chunk');
  const unknown = envelope.includeUsage ? { usage: null } : {};
  const chunk = (delta: object, finish: string | null = null): string =>
    frame({ ...shared, choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }], ...unknown });
  return {
    begin: () => chunk({ role: 'assistant', content: '' }),
    piece: (piece) => chunk(deltaOf(piece)),
    end(end) {
      const last = envelope.includeUsage ? frame({ ...shared, choices: [], usage: usage(end.usage) }) : '';
      return `${chunk({}, finishReason(end))}${last}${done}`;
    },
    error: (error) => `${frame(openAiErrorBody(error))}${done}`,
  };
}

const finishReason = ({ finish }: AnswerEnd): string => (finish === 'refusal' ? 'content_filter' : finish);

function deltaOf(piece: AnswerPiece): object {
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
  return { id, object, created: Math.floor(createdAt / 1_000), model };
}

function usage({ inputTokens, outputTokens }: ModelUsage): object {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
  };
}

function frame(data: object): string {
  return sseFrame({ data: JSON.stringify(data) });
}
