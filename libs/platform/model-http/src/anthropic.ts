import Anthropic, { APIError } from '@anthropic-ai/sdk';
import { anthropicRequestBody, anthropicStreamFold } from '@turnfleet/model';
import { headBuiltBy, parsedOrWords, sdkAddress, type Vendor, type VendorAddress } from './vendor.ts';

/** The Anthropic messages protocol; retries are the caller's. */
export function anthropic(address: VendorAddress): Vendor {
  const client = new Anthropic({
    ...sdkAddress(address),
    apiKey: address.apiKey,
    logLevel: 'off',
    // The SDK would make spans of its own and send its own traceparent instead of ours.
    openTelemetry: false,
  });
  return {
    provider: 'anthropic',
    head: headBuiltBy((request) => client.buildRequest(request), '/v1/messages'),
    bodyOf: anthropicRequestBody,
    fold: anthropicStreamFold,
    errorOf: (status, body, headers) => APIError.generate(status, ...parsedOrWords(body), headers),
  };
}
