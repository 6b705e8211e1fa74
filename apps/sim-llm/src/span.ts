import type { IncomingMessage, ServerResponse } from 'node:http';
import { context, propagation, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

/** A server span that lasts as long as the response, below the caller's span if the request names one (W3C trace context). */
export function startRequestSpan(request: IncomingMessage, response: ServerResponse, route: string | undefined): Span {
  const parent = propagation.extract(context.active(), request.headers);
  const method = request.method ?? 'GET';
  const span = trace.getTracer('turnfleet.sim-llm').startSpan(
    route ? `${method} ${route}` : method,
    {
      kind: SpanKind.SERVER,
      attributes: {
        'http.request.method': method,
        'url.scheme': 'http',
        'url.path': (request.url ?? '/').split('?')[0] ?? '/',
        ...(route ? { 'http.route': route } : {}),
        'server.address': request.socket.localAddress ?? '',
        'server.port': request.socket.localPort ?? 0,
      },
    },
    parent,
  );
  response.once('close', () => {
    const cut = !response.writableFinished;
    if (response.headersSent) span.setAttribute('http.response.status_code', response.statusCode);
    if (cut || response.statusCode >= 500) {
      span.setAttribute('error.type', cut ? 'connection_closed' : String(response.statusCode));
      span.setStatus({ code: SpanStatusCode.ERROR });
    }
    span.end();
  });
  return span;
}
