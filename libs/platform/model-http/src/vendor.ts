import type { Dialect, ModelRequest, StreamFold } from '@turnfleet/model';

/** One vendor's protocol over its SDK. */
export interface Vendor {
  /** Semantic-convention name of the provider. */
  readonly provider: string;
  /** Starts an answer; rejects with the SDK's error. */
  send(
    body: string,
    headers: Readonly<Record<string, string>>,
    limits: CallLimits,
    signal: AbortSignal,
  ): Promise<Response>;
  readonly bodyOf: (request: ModelRequest, name: string, dialect: Dialect) => string;
  readonly fold: (offered: readonly string[]) => StreamFold;
}

/** How long one call waits for its endpoint, milliseconds. */
export interface CallLimits {
  /** From the call to the head of the answer, waiting for a socket included. */
  readonly firstByteMs: number;
  /** Longest silence within the answer. */
  readonly stallMs: number;
}

/** Where a vendor's protocol is spoken. `baseUrl` as that vendor's SDK takes it: OpenAI's ends in `/v1`, Anthropic's does not. */
export interface VendorAddress {
  /** Its query goes along with every request (`?api-version=…` of Azure). */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Goes along, too. */
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** Sent with every request; null takes one of the SDK's own away. */
  readonly headers?: Readonly<Record<string, string | null>> | undefined;
}

/** What both SDKs take of an address. */
export function sdkAddress({ baseUrl, headers, query }: VendorAddress) {
  const { origin, pathname, searchParams } = new URL(baseUrl);
  const root = origin + pathname.replace(/\/+$/, '');
  return {
    baseURL: root,
    defaultHeaders: { ...headers },
    defaultQuery: { ...Object.fromEntries(searchParams), ...query },
  };
}

/** Both kinds are read, whichever comes. */
export const answerHeaders = { 'content-type': 'application/json', accept: 'text/event-stream, application/json' };

/** What an SDK is told of one call. */
export function callOptions(limits: CallLimits, signal: AbortSignal) {
  return { signal, timeout: limits.firstByteMs, fetchOptions: { bodyTimeout: limits.stallMs } as object };
}
