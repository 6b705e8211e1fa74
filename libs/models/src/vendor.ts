import type { ModelRequest, StreamFold } from '@turnfleet/llm';

/** One vendor's protocol over its SDK. */
export interface Vendor {
  /** Semantic-convention name of the provider. */
  readonly provider: string;
  /** Starts a streaming answer; rejects with the SDK's error. */
  send(body: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Response>;
  readonly bodyOf: (request: ModelRequest, name: string) => string;
  readonly fold: () => StreamFold;
}

/** Where a vendor's protocol is spoken. `baseUrl` as that vendor's SDK takes it: OpenAI's ends in `/v1`, Anthropic's does not. */
export interface VendorAddress {
  readonly baseUrl: string;
  readonly apiKey: string;
}

export const streamHeaders = { 'content-type': 'application/json', accept: 'text/event-stream' };
