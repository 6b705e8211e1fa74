import { type Duplex, pipeline, type Readable } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { TurnfleetError } from '@turnfleet/core';
import { type Dispatcher, Pool } from 'undici';
import { errorBody } from './error-body.ts';

export interface EndpointLimits {
  /** Sockets to one endpoint at once; further calls wait for one. */
  readonly connections: number;
  /** From the call to the first byte of the answer, waiting for a socket included. */
  readonly headersTimeoutMs: number;
  /** Longest silence within an answer. */
  readonly idleTimeoutMs: number;
}

/** The sockets to one model endpoint. Answers of 2xx keep their body as a Node stream: web streams cost twice the CPU. */
export interface Endpoint {
  /** For an SDK: errors come whole, answers without a body. */
  readonly fetch: (url: string | URL | Request, init?: RequestInit) => Promise<Response>;
  /** The body of an answer that `fetch` returned. Whoever takes it calls `release` or destroys it. */
  bodyOf(response: Response): Readable;
  /** Gives back a body whose answer is complete, so that its socket serves the next call. */
  release(body: Readable): void;
  close(): Promise<void>;
}

const longestErrorBody = 65_536;

export function openEndpoint(baseUrl: URL, limits: EndpointLimits): Endpoint {
  const pool = new Pool(baseUrl.origin, {
    connections: limits.connections,
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: limits.idleTimeoutMs,
    connect: { timeout: limits.headersTimeoutMs },
  });
  const bodies = new WeakMap<Response, Readable>();

  return {
    async fetch(url, init) {
      const { pathname, search } = new URL(url instanceof Request ? url.url : url);
      const answer = await pool.request({
        method: init?.method ?? 'GET',
        path: pathname + search,
        headers: Object.fromEntries(new Headers(init?.headers)),
        body: typeof init?.body === 'string' ? init.body : null,
        signal: init?.signal,
        // Of the call's own limits, as the SDK passes them through.
        ...(init && 'bodyTimeout' in init && { bodyTimeout: Number(init.bodyTimeout) }),
      });
      const { statusCode: status } = answer;
      const body = owned(decoded(answer.body, answer.headers['content-encoding']));
      const ok = status >= 200 && status < 300;
      const response = new Response(ok ? null : errorBody(await start(body)), {
        status,
        headers: headersOf(answer.headers),
      });
      if (ok) bodies.set(response, body);
      return response;
    },
    bodyOf(response) {
      const body = bodies.get(response);
      if (!body) throw new TurnfleetError('internal', 'This answer has no body, or it has been taken.');
      bodies.delete(response);
      return body;
    },
    release(body) {
      let left = longestErrorBody;
      // The answer is complete: whatever goes wrong from here on only costs the socket.
      body.on('error', () => body.destroy());
      body.on('data', (chunk: Buffer) => {
        left -= chunk.length;
        if (left < 0) body.destroy();
      });
    },
    close: () => pool.destroy(),
  };
}

/** For life: whoever reads the body meets its errors there, and leaves it without listening any more. */
function owned(body: Readable): Readable {
  return body.on('error', () => undefined);
}

/** Some proxies compress what nobody asked them to. A body that is cut yields what came of it. */
function decoded(body: Readable, encoding: string | string[] | undefined): Readable {
  const open = decoders[String(encoding ?? '').toLowerCase()];
  if (!open) return body;
  const plain = open();
  // It passes errors and ends on in both directions.
  pipeline(owned(body), plain, () => undefined);
  return plain;
}

const flushed = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
const decoders: Readonly<Record<string, () => Duplex>> = {
  gzip: () => createGunzip(flushed),
  'x-gzip': () => createGunzip(flushed),
  deflate: () => createInflate(flushed),
  br: () =>
    createBrotliDecompress({
      flush: constants.BROTLI_OPERATION_FLUSH,
      finishFlush: constants.BROTLI_OPERATION_FLUSH,
    }),
};

async function start(body: Readable): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    parts.push(chunk);
    length += chunk.length;
    if (length > longestErrorBody) break;
  }
  return Buffer.concat(parts).toString('utf8');
}

function headersOf(headers: Dispatcher.ResponseData['headers']): [string, string][] {
  return Object.entries(headers)
    .filter(([name]) => name !== 'content-encoding')
    .flatMap(([name, value]) =>
      value === undefined ? [] : [value].flat().map((one): [string, string] => [name, one]),
    );
}
