import { openAiRequestBody, openAiStreamFold } from '@turnfleet/model';
import OpenAI from 'openai';
import type { Endpoint } from './endpoint.ts';
import { answerHeaders, callOptions, sdkAddress, type Vendor, type VendorAddress } from './vendor.ts';

/** The OpenAI chat completions protocol over the official SDK; retries are the caller's. */
export function openAi(address: VendorAddress, endpoint: Endpoint): Vendor {
  // What is null or off here would otherwise be read from the environment by the SDK itself.
  const client = new OpenAI({
    ...sdkAddress(address),
    apiKey: address.apiKey,
    adminAPIKey: null,
    organization: null,
    project: null,
    logLevel: 'off',
    maxRetries: 0,
    fetch: endpoint.fetch,
  });
  return {
    provider: 'openai',
    send: (body, headers, limits, signal) =>
      client
        .post('/chat/completions', { body, headers: { ...answerHeaders, ...headers }, ...callOptions(limits, signal) })
        .asResponse(),
    bodyOf: openAiRequestBody,
    fold: openAiStreamFold,
  };
}
