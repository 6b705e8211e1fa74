import { openAiRequestBody, openAiStreamFold } from '@turnfleet/llm';
import OpenAI from 'openai';
import type { Endpoint } from './endpoint.ts';
import { streamHeaders, type Vendor, type VendorAddress } from './vendor.ts';

/** The OpenAI chat completions protocol over the official SDK; retries are the caller's. */
export function openAi({ baseUrl, apiKey }: VendorAddress, endpoint: Endpoint, timeout: number): Vendor {
  // What is null or off here would otherwise be read from the environment by the SDK itself.
  const client = new OpenAI({
    baseURL: baseUrl,
    apiKey,
    adminAPIKey: null,
    organization: null,
    project: null,
    logLevel: 'off',
    maxRetries: 0,
    timeout,
    fetch: endpoint.fetch,
  });
  return {
    provider: 'openai',
    send: (body, headers, signal) =>
      client.post('/chat/completions', { body, headers: { ...streamHeaders, ...headers }, signal }).asResponse(),
    bodyOf: openAiRequestBody,
    fold: openAiStreamFold,
  };
}
