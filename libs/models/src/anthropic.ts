import Anthropic from '@anthropic-ai/sdk';
import { anthropicRequestBody, anthropicStreamFold } from '@turnfleet/llm';
import type { Endpoint } from './endpoint.ts';
import { streamHeaders, type Vendor, type VendorAddress } from './vendor.ts';

/** The Anthropic messages protocol over the official SDK; retries are the caller's. */
export function anthropic({ baseUrl, apiKey }: VendorAddress, endpoint: Endpoint, timeout: number): Vendor {
  const client = new Anthropic({
    baseURL: baseUrl,
    apiKey,
    logLevel: 'off',
    maxRetries: 0,
    timeout,
    fetch: endpoint.fetch,
    // The SDK would make spans of its own and send its own traceparent instead of ours.
    openTelemetry: false,
  });
  return {
    provider: 'anthropic',
    send: (body, headers, signal) =>
      client.post('/v1/messages', { body, headers: { ...streamHeaders, ...headers }, signal }).asResponse(),
    bodyOf: anthropicRequestBody,
    fold: anthropicStreamFold,
  };
}
