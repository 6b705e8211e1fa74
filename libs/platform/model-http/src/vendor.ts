import type { Dialect, ModelRequest, StreamFold } from '@turnfleet/model';

/** What stands above the body of every request to an endpoint. */
export interface RequestHead {
  /** With its query. */
  readonly path: string;
  /** Name, value, name, value. */
  readonly headers: readonly string[];
}

/** One vendor's protocol: heads and errors by its SDK, the rest by our own reading. See docs/adr/0060. */
export interface Vendor {
  /** Semantic-convention name of the provider. */
  readonly provider: string;
  head(): Promise<RequestHead>;
  readonly bodyOf: (request: ModelRequest, name: string, dialect: Dialect) => string;
  readonly fold: (offered: readonly string[]) => StreamFold;
  /** What its SDK throws for an answer other than 2xx; `body` in the shape of `errorBody`. */
  errorOf(status: number, body: string, headers: Headers): Error;
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

interface Built {
  readonly url: string;
  readonly req: { readonly headers: Headers };
}

/** The head of all requests, built by an SDK at the first of them: nothing in it differs from call to call. */
export function headBuiltBy(
  build: (request: { method: 'post'; path: string; headers: Record<string, string | null> }) => Promise<Built>,
  path: string,
): () => Promise<RequestHead> {
  let head: Promise<RequestHead> | null = null;
  const request = { method: 'post' as const, path, headers: ownHeaders };
  const headOf = ({ url, req }: Built): RequestHead => {
    const { pathname, search } = new URL(url);
    return { path: pathname + search, headers: [...req.headers].flat() };
  };
  return () => (head ??= build(request).then(headOf));
}

/** Both kinds of answers are read, whichever comes. The SDK's limit of time is none of ours. */
const ownHeaders = {
  'content-type': 'application/json',
  accept: 'text/event-stream, application/json',
  'x-stainless-timeout': null,
};

/** The body of an error as both SDKs pass it on: parsed, or in words where it is no JSON. */
export function parsedOrWords(body: string): readonly [parsed: object | undefined, words: string | undefined] {
  try {
    return [JSON.parse(body) as object, undefined];
  } catch {
    return [undefined, body];
  }
}
