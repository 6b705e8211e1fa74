import type { IncomingHttpHeaders } from 'node:http';
import type { TurnfleetError } from '@turnfleet/core';
import {
  type AskedOfModel,
  anthropicErrorBody,
  anthropicFrames,
  anthropicWhole,
  type Envelope,
  type Framing,
  invalidField,
  openAiErrorBody,
  openAiFrames,
  openAiWhole,
  readAnthropicRequest,
  readOpenAiRequest,
  type WholeAnswer,
} from '@turnfleet/model';

/** A wire format: it reads requests, and writes the one model's answer. */
export interface SimulatedVendor {
  readonly path: string;
  readonly idPrefix: { readonly answer: string; readonly toolCall: string };
  readonly requestIdHeader: string;
  /** Throws `invalid_request`. */
  read(body: unknown, headers: IncomingHttpHeaders): AskedOfModel;
  whole(envelope: Envelope, answer: WholeAnswer): object;
  frames(envelope: Envelope): Framing;
  error(error: TurnfleetError, status: number, requestId: string): object;
}

/** OpenAI's Chat Completions: https://platform.openai.com/docs/api-reference/chat */
export const openAi: SimulatedVendor = {
  path: '/v1/chat/completions',
  idPrefix: { answer: 'chatcmpl-', toolCall: 'call_' },
  requestIdHeader: 'x-request-id',
  read: readOpenAiRequest,
  whole: openAiWhole,
  frames: openAiFrames,
  error: openAiErrorBody,
};

/** Anthropic's Messages: https://docs.anthropic.com/en/api/messages */
export const anthropic: SimulatedVendor = {
  path: '/v1/messages',
  idPrefix: { answer: 'msg_', toolCall: 'toolu_' },
  requestIdHeader: 'request-id',
  read(body, headers) {
    if (!headers['anthropic-version']) throw invalidField('', 'anthropic-version: header is required');
    return readAnthropicRequest(body);
  },
  whole: anthropicWhole,
  frames: anthropicFrames,
  error: anthropicErrorBody,
};
