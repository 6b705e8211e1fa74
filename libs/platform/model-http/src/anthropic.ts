import Anthropic from '@anthropic-ai/sdk';
import { anthropicRequestBody, anthropicStreamFold } from '@turnfleet/model';
import type { Endpoint } from './endpoint.ts';
import { answerHeaders, callOptions, sdkAddress, type Vendor, type VendorAddress } from './vendor.ts';

/** The Anthropic messages protocol over the official SDK; retries are the caller's. */
export function anthropic(address: VendorAddress, endpoint: Endpoint): Vendor {
  const client = new Anthropic({
    ...sdkAddress(address),
    apiKey: address.apiKey,
    logLevel: 'off',
    maxRetries: 0,
    fetch: endpoint.fetch,
    // The SDK would make spans of its own and send its own traceparent instead of ours.
    openTelemetry: false,
  });
  return {
    provider: 'anthropic',
    send: (body, headers, limits, signal) =>
      client
        .post('/v1/messages', { body, headers: { ...answerHeaders, ...headers }, ...callOptions(limits, signal) })
        .asResponse(),
    bodyOf: anthropicRequestBody,
    fold: anthropicStreamFold,
  };
}
