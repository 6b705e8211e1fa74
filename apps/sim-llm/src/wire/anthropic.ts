import { anthropicErrorBody, anthropicFrames, anthropicWhole, readAnthropicRequest } from '@turnfleet/model';
import { invalid } from './exchange-of.ts';
import type { Vendor } from './vendor.ts';

/** Anthropic's Messages: https://docs.anthropic.com/en/api/messages */
export const anthropic: Vendor = {
  path: '/v1/messages',
  idPrefix: { answer: 'msg_', toolCall: 'toolu_' },
  requestIdHeader: 'request-id',
  read(body, headers) {
    if (!headers['anthropic-version']) throw invalid('', 'anthropic-version: header is required');
    return readAnthropicRequest(body);
  },
  whole: anthropicWhole,
  frames: anthropicFrames,
  error: anthropicErrorBody,
};
