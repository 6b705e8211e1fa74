import { openAiErrorBody, openAiFrames, openAiWhole, readOpenAiRequest } from '@turnfleet/model';
import type { Vendor } from './vendor.ts';

/** OpenAI's Chat Completions: https://platform.openai.com/docs/api-reference/chat */
export const openAi: Vendor = {
  path: '/v1/chat/completions',
  idPrefix: { answer: 'chatcmpl-', toolCall: 'call_' },
  requestIdHeader: 'x-request-id',
  read: readOpenAiRequest,
  whole: openAiWhole,
  frames: openAiFrames,
  error: openAiErrorBody,
};
