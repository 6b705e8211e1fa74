import { openAiRequestBody, openAiStreamFold } from '@turnfleet/model';
import OpenAI, { APIError } from 'openai';
import { headBuiltBy, parsedOrWords, sdkAddress, type Vendor, type VendorAddress } from './vendor.ts';

/** The OpenAI chat completions protocol; retries are the caller's. */
export function openAi(address: VendorAddress): Vendor {
  // What is null or off here would otherwise be read from the environment by the SDK itself.
  const client = new OpenAI({
    ...sdkAddress(address),
    apiKey: address.apiKey,
    adminAPIKey: null,
    organization: null,
    project: null,
    logLevel: 'off',
  });
  return {
    provider: 'openai',
    head: headBuiltBy((request) => client.buildRequest(request), '/chat/completions'),
    bodyOf: openAiRequestBody,
    fold: openAiStreamFold,
    errorOf: (status, body, headers) => APIError.generate(status, ...parsedOrWords(body), headers),
  };
}
