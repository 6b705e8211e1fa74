import type { FastifyInstance } from 'fastify';

/** What clients of other origins may send and read. */
const sent =
  'authorization, content-type, idempotency-key, last-event-id, prefer, traceparent, tracestate, x-turnfleet-agent, ' +
  'x-turnfleet-priority';
const read =
  'ratelimit, ratelimit-policy, retry-after, traceparent, preference-applied, x-turnfleet-conversation, www-authenticate';
const methods = 'GET, POST, PUT, DELETE';
/** Longer is ignored by browsers. */
const rememberedSeconds = 7_200;

/**
 * Lets pages of the origins that are named, or `*` of any, use the API: https://fetch.spec.whatwg.org/#http-cors-protocol. Who
 * asks is in a header, so cookies are never allowed, and an origin never gets more by asking with some.
 */
export function allowOrigins(app: FastifyInstance, origins: readonly string[]): void {
  const isAllowed = (origin: string): boolean => origins.includes('*') || origins.includes(origin);
  app.addHook('onRequest', async ({ method, headers, routeOptions }, reply) => {
    // Caches keep an answer for one origin from others, also where there was none.
    if (!origins.includes('*')) reply.header('vary', 'origin');
    const { origin } = headers;
    if (origin === undefined || routeOptions.config.isOperational || !isAllowed(origin)) return;
    reply.header('access-control-allow-origin', origins.includes('*') ? '*' : origin);
    reply.header('access-control-expose-headers', read);
    if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) return;
    return reply
      .code(204)
      .headers({
        'access-control-allow-methods': methods,
        'access-control-allow-headers': sent,
        'access-control-max-age': String(rememberedSeconds),
      })
      .send();
  });
}
