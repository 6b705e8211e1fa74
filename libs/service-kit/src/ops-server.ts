import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { TurnfleetError } from '@turnfleet/core';
import type { Running } from './lifecycle.ts';
import type { Check } from './readiness.ts';

export interface OpsOptions {
  readonly host: string;
  readonly port: number;
  readonly checks: readonly Check[];
  /** The process's metrics in Prometheus' text format. */
  readonly metrics: () => Promise<string>;
}

export interface OpsAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** What `/readyz` says: 200 when every dependency is fine, else 503 with each problem. */
export function readiness(checks: readonly Check[]): OpsAnswer {
  const named = Object.fromEntries(checks.map((check) => [check.name, check.problem() ?? 'ok']));
  const ready = Object.values(named).every((state) => state === 'ok');
  return {
    status: ready ? 200 : 503,
    type: 'application/json',
    body: JSON.stringify({ status: ready ? 'ready' : 'not ready', checks: named }),
  };
}

/** `/livez`, `/readyz` and `/metrics` of a process that has no other HTTP listener. */
export async function startOpsServer(options: OpsOptions): Promise<Running & { readonly address: string }> {
  const server = createServer((request, response) => {
    void answer(request, options).then((result) => send(response, result));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(cannotListen(options, error)));
    server.listen(options.port, options.host, resolve);
  });
  const bound = server.address();
  const port = typeof bound === 'object' && bound ? bound.port : options.port;
  return {
    address: `http://${options.host}:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(request: IncomingMessage, options: OpsOptions): Promise<OpsAnswer> {
  const path = (request.url ?? '/').split('?')[0];
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'Only GET is answered here.');
  if (path === '/livez') return plain(200, 'ok');
  if (path === '/readyz') return readiness(options.checks);
  if (path !== '/metrics') return plain(404, 'Here are /livez, /readyz and /metrics.');
  try {
    return { status: 200, type: 'text/plain; version=0.0.4; charset=utf-8', body: await options.metrics() };
  } catch (error) {
    return plain(500, `The metrics could not be collected: ${String(error)}`);
  }
}

const plain = (status: number, body: string): OpsAnswer => ({
  status,
  type: 'text/plain; charset=utf-8',
  body: `${body}\n`,
});

function send(response: ServerResponse, { status, type, body }: OpsAnswer): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

/** A listener that could not be opened, as one of our errors. */
export function cannotListen(where: { readonly host: string; readonly port: number }, error: unknown): TurnfleetError {
  const reason = error instanceof Error ? error.message : String(error);
  return new TurnfleetError('internal', `Cannot listen on ${where.host}:${where.port}: ${reason}.`, {
    suggestion: 'Free that port, or choose another one (0 picks a free one).',
    cause: error,
  });
}
