import { type Context, context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Clock } from '@turnfleet/core';
import { attributes, contextOf, histogram, traceHeaders } from '@turnfleet/telemetry';
import type { FastifyInstance, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** Context of the request's span; null where none is made. */
    trace: Context | null;
  }
}

/** Semantic conventions for HTTP: a server span and a measured duration per request, operational ones aside. */
export function observe(app: FastifyInstance, clock: Clock, scope: string): void {
  const duration = histogram('http.server.request.duration');
  const startedAt = new WeakMap<FastifyRequest, number>();
  app.decorateRequest('trace', null);
  app.addHook('onRequest', async (request, reply) => {
    startedAt.set(request, clock.monotonic());
    if (request.routeOptions.config.isOperational) return;
    request.trace = startSpan(request, scope);
    const { traceparent } = traceHeaders(request.trace);
    if (traceparent) reply.header('traceparent', traceparent);
  });
  // The last hook before the handler: reading the body loses the active context.
  app.addHook('preHandler', (request, _reply, done) => {
    if (request.trace) context.with(request.trace, done);
    else done();
  });
  app.addHook('onResponse', async (request, reply) => {
    const seconds = (clock.monotonic() - (startedAt.get(request) ?? clock.monotonic())) / 1000;
    duration.record(seconds, { ...methodAndRoute(request), [attributes.httpStatus]: reply.raw.statusCode });
    const span = request.trace && trace.getSpan(request.trace);
    if (span) endSpan(span, reply.raw.statusCode);
  });
}

/** The trace a request belongs to, `''` if there is none. */
export function traceIdOf(request: FastifyRequest): string {
  return (request.trace && trace.getSpanContext(request.trace)?.traceId) ?? '';
}

/** Names the conversation on the request's span. */
export function describeConversation(conversationId: string): void {
  trace.getActiveSpan()?.setAttribute(attributes.conversationId, conversationId);
}

/** Names the turn on the span of the request that submitted it: of all requests about a turn, only that is in its trace. */
export function describeTurn(turnId: string): void {
  trace.getActiveSpan()?.setAttribute(attributes.turnId, turnId);
}

function startSpan(request: FastifyRequest, scope: string): Context {
  const { traceparent, tracestate } = request.raw.headers;
  const parent = contextOf({ traceparent: single(traceparent), tracestate: single(tracestate) });
  const known = methodAndRoute(request);
  const name = Object.values(known).join(' ');
  return trace.setSpan(
    parent,
    trace.getTracer(scope).startSpan(name, { kind: SpanKind.SERVER, attributes: known }, parent),
  );
}

function endSpan(span: Span, status: number): void {
  span.setAttribute(attributes.httpStatus, status);
  if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute(attributes.errorType, String(status));
  span.end();
}

/** `GET` and `/v1/conversations/{id}`: of a request to an unknown address only the method, as anybody may send any. */
function methodAndRoute(request: FastifyRequest): Record<string, string> {
  const route = request.routeOptions.url?.replace(/:(\w+)/g, '{$1}');
  return { [attributes.httpMethod]: request.method, ...(route && { [attributes.httpRoute]: route }) };
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
