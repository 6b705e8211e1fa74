import { createServer, type IncomingMessage, type Server, ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { keepAliveMs, maxHeaderBytes, requestTimeoutMs, timeoutCheckMs } from './limits.ts';
import { problemAnswer, Refusal } from './refusal.ts';

export interface NodeServer {
  /** For fastify's `serverFactory`. */
  create(handler: (request: IncomingMessage, response: ServerResponse) => void): Server;
  /** The socket of a request that wants a WebSocket, for whoever answers it: from then on it is theirs. Null: none is wanted. */
  takeSocket(request: IncomingMessage): Upgrade | null;
  /** For fastify's `clientErrorHandler`. */
  refuse(error: NodeJS.ErrnoException, socket: Socket): void;
  /** Resolves as soon as no request is being answered. */
  idle(): Promise<void>;
}

interface Upgrade {
  readonly socket: Duplex;
  /** What came after the request. */
  readonly head: Buffer;
}

const isForWebSocket = ({ headers }: IncomingMessage): boolean => headers.upgrade?.toLowerCase() === 'websocket';

/** Node's HTTP server with our limits; knows the requests that are being answered. */
export function nodeServer(): NodeServer {
  const answering = new Map<ServerResponse, Socket>();
  const upgrades = new WeakMap<IncomingMessage, Upgrade & { readonly response: ServerResponse }>();
  let whenIdle = Promise.withResolvers<void>();
  whenIdle.resolve();
  const track = (request: IncomingMessage, response: ServerResponse): void => {
    if (answering.size === 0) whenIdle = Promise.withResolvers<void>();
    answering.set(response, request.socket);
    response.once('close', () => {
      answering.delete(response);
      if (answering.size === 0) whenIdle.resolve();
    });
  };
  return {
    create: (handler) => {
      const options = {
        maxHeaderSize: maxHeaderBytes,
        requestTimeout: requestTimeoutMs,
        headersTimeout: requestTimeoutMs,
        // By itself Node looks every 30 s, so half a request would stay for up to a minute.
        connectionsCheckingInterval: timeoutCheckMs,
        keepAliveTimeout: keepAliveMs,
        // A missing Host is refused by us, in the same form as everything else.
        requireHostHeader: false,
        // What asks for another protocol gets its answer in this one.
        shouldUpgradeCallback: isForWebSocket,
      };
      const server = createServer(options, (request, response) => {
        track(request, response);
        handler(request, response);
      });
      return server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
        // Goes the way of every request, so that the same hooks let it in or refuse it; refused, its connection ends.
        const response = new ServerResponse(request);
        response.shouldKeepAlive = false;
        response.assignSocket(socket);
        socket.on('error', destroyed);
        upgrades.set(request, { socket, head, response });
        response.once('finish', () => upgrades.has(request) && socket.end());
        handler(request, response);
      });
    },
    takeSocket: (request) => {
      const upgrade = upgrades.get(request) ?? null;
      upgrades.delete(request);
      if (upgrade) upgrade.response.detachSocket(request.socket);
      return upgrade;
    },
    refuse: (error, socket) => {
      // Into an answer that has begun nothing can be said any more.
      const hasBegun = [...answering].some(([response, its]) => its === socket && response.headersSent);
      if (hasBegun || error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
      else socket.end(rawAnswer(unreadable(error.code)));
    },
    idle: () => whenIdle.promise,
  };
}

/** Knows nothing of the request: the socket may outlive it by hours. */
function destroyed(this: Socket): void {
  this.destroy();
}

function unreadable(code: string | undefined): Refusal {
  if (code === 'HPE_HEADER_OVERFLOW') {
    const message = `Request line and headers are larger than ${maxHeaderBytes / 1024} KiB, the most that is accepted.`;
    return new Refusal(431, message, 'Send fewer or shorter headers.');
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    const message = `The request was not here in full within ${requestTimeoutMs / 1000} s.`;
    return new Refusal(408, message, 'Send it again, all at once.');
  }
  return new Refusal(400, 'What was sent is not an HTTP/1.1 request.', 'Use an HTTP client; check host, port and TLS.');
}

/** An answer for a connection on which no request could be read. */
function rawAnswer(refusal: Refusal): string {
  const { status, headers, body } = problemAnswer(refusal, '');
  const all = { ...headers, 'content-length': String(Buffer.byteLength(body)), connection: 'close' };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${body}`;
}
