import type { TurnRef } from '@turnfleet/conversation';
import type { TurnfleetError } from '@turnfleet/core';
import { sseFrame } from '@turnfleet/core/sse';
import { type AnswerEnd, type Framing, openAiErrorBody, type WholeAnswer } from '@turnfleet/model';
import { messageId, responseId } from './response-ids.ts';

/** What every telling of one response repeats. */
export interface ResponseEnvelope {
  readonly turn: TurnRef;
  readonly model: string;
  /** Unix milliseconds. */
  readonly createdAt: number;
  readonly now: () => number;
  readonly previous: string | null;
  readonly instructions: string | null;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** A response that was not to be streamed. */
export function wholeResponse(envelope: ResponseEnvelope, answer: WholeAnswer): object {
  const status = statusOf(answer);
  return {
    ...head(envelope),
    ...ending(envelope, answer),
    output: [message(envelope.turn, answer.text, status)],
  };
}

/** The events of a streamed response: https://platform.openai.com/docs/api-reference/responses-streaming */
export function responseFrames(envelope: ResponseEnvelope): Framing {
  const { turn } = envelope;
  let sequence = 0;
  let text = '';
  const event = (type: string, fields: object): string =>
    sseFrame({ event: type, data: JSON.stringify({ type, sequence_number: sequence++, ...fields }) });
  const place = { item_id: messageId(turn), output_index: 0, content_index: 0 };
  return {
    begin: () =>
      [
        event('response.created', { response: head(envelope) }),
        event('response.in_progress', { response: head(envelope) }),
        event('response.output_item.added', {
          output_index: 0,
          item: { ...message(turn, '', 'in_progress'), content: [] },
        }),
        event('response.content_part.added', { ...place, part: part('') }),
      ].join(''),
    piece(piece) {
      if (piece.kind !== 'text') return '';
      text += piece.text;
      return event('response.output_text.delta', { ...place, delta: piece.text, logprobs: [] });
    },
    end(end) {
      const status = statusOf(end);
      const item = message(turn, text, status);
      return [
        event('response.output_text.done', { ...place, text, logprobs: [] }),
        event('response.content_part.done', { ...place, part: part(text) }),
        event('response.output_item.done', { output_index: 0, item }),
        event(`response.${status}`, { response: { ...head(envelope), ...ending(envelope, end), output: [item] } }),
      ].join('');
    },
    error(error) {
      const failed = {
        ...head(envelope),
        ...{ status: 'failed', error: failure(error), output: [message(turn, text, 'incomplete')] },
      };
      // Some clients look for what is wrong in the event itself, others in `error`.
      const { error: said } = openAiErrorBody(error) as { readonly error: object };
      return event('error', { ...said, type: 'error', error: said }) + event('response.failed', { response: failed });
    },
  };
}

type Status = 'completed' | 'incomplete';

const statusOf = ({ finish }: AnswerEnd): Status => (finish === 'stop' ? 'completed' : 'incomplete');

function ending({ now }: ResponseEnvelope, end: AnswerEnd): object {
  const status = statusOf(end);
  const { inputTokens, outputTokens } = end.usage;
  return {
    status,
    completed_at: status === 'completed' ? inSeconds(now()) : null,
    incomplete_details: status === 'completed' ? null : { reason: 'content_filter' },
    usage: {
      ...{ input_tokens: inputTokens, input_tokens_details: { cached_tokens: end.usage.cachedInputTokens ?? 0 } },
      ...{ output_tokens: outputTokens, output_tokens_details: { reasoning_tokens: end.usage.reasoningTokens ?? 0 } },
      total_tokens: inputTokens + outputTokens,
    },
  };
}

function failure(error: TurnfleetError): object {
  return { code: error.kind === 'rate_limited' ? 'rate_limit_exceeded' : 'server_error', message: error.message };
}

function head({ turn, model, createdAt, previous, instructions, metadata }: ResponseEnvelope): object {
  return {
    ...{ id: responseId(turn), object: 'response', created_at: inSeconds(createdAt), status: 'in_progress', model },
    ...{ background: false, completed_at: null, error: null, incomplete_details: null, instructions, metadata },
    ...{ max_output_tokens: null, output: [], parallel_tool_calls: true, previous_response_id: previous },
    // Conversations are kept, whatever a client asks for.
    ...{ store: true, temperature: null, text: { format: { type: 'text' } }, tool_choice: 'auto', tools: [] },
    ...{ top_p: null, truncation: 'disabled', usage: null, user: null },
  };
}

function message(turn: TurnRef, text: string, status: Status | 'in_progress'): object {
  return { id: messageId(turn), type: 'message', role: 'assistant', status, content: [part(text)] };
}

const part = (text: string): object => ({ type: 'output_text', text, annotations: [], logprobs: [] });

const inSeconds = (ms: number): number => Math.floor(ms / 1_000);
