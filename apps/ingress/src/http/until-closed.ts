import type { ServerResponse } from 'node:http';

/**
 * Aborts when the answer has been given or its client is gone. (fastify's `request.signal` goes by the request, which
 * Node closes as soon as its body has been read.)
 */
export function untilClosed(response: ServerResponse): AbortSignal {
  const closed = new AbortController();
  if (response.destroyed) closed.abort();
  response.once('close', () => closed.abort());
  return closed.signal;
}
