import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Check } from '@turnfleet/core';
import { TurnfleetError, toTurnfleetError } from '@turnfleet/core';
import type { Running } from './start-parts.ts';

interface OpsOptions {
  readonly host: string;
  readonly port: number;
  readonly checks: readonly Check[];
  /** The process's metrics in Prometheus' text format. */
  readonly metrics: () => Promise<string>;
}

interface OpsAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What `/readyz` says: 200 when every dependency is fine but those that are only told, else 503; each problem either way. */
export function readiness(checks: readonly Check[]): OpsAnswer {
  const named = new Map<string, string>();
  let ready = true;
  for (const check of checks) {
    const { name, isOnlyTold = false } = check;
    const problem = check.problem();
    if (problem !== null && !isOnlyTold) ready = false;
    // Of two checks with one name, the one that is fine does not hide the other.
    if (problem !== null || !named.has(name)) named.set(name, problem ?? 'ok');
  }
  return {
    status: ready ? 200 : 503,
    type: 'application/json',
    body: JSON.stringify({ status: ready ? 'ready' : 'not ready', checks: Object.fromEntries(named) }),
  };
}

/** `/livez`, `/readyz` and `/metrics` of a process that has no other HTTP listener. */
export async function startOpsServer(options: OpsOptions): Promise<Running & { readonly address: string }> {
  const server = createServer((request, response) => {
    void answer(request, options)
      .catch((error: unknown) => plain(500, `This could not be answered: ${toTurnfleetError(error).message}`))
      .then((result) => send(response, result));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(cannotListen(options, error)));
    server.listen(options.port, options.host, resolve);
  });
  const bound = server.address();
  const port = typeof bound === 'object' && bound ? bound.port : options.port;
  return {
    address: `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(request: IncomingMessage, options: OpsOptions): Promise<OpsAnswer> {
  const path = (request.url ?? '/').split('?')[0];
  if (path !== '/livez' && path !== '/readyz' && path !== '/metrics')
    return plain(404, 'Here are /livez, /readyz and /metrics.');
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return { ...plain(405, 'Only GET and HEAD are answered here.'), headers: { allow: 'GET, HEAD' } };
  if (path === '/livez') return plain(200, 'ok');
  if (path === '/readyz') return readiness(options.checks);
  return { status: 200, type: 'text/plain; version=0.0.4; charset=utf-8', body: await options.metrics() };
}

const plain = (status: number, body: string): OpsAnswer => ({
  status,
  type: 'text/plain; charset=utf-8',
  body: `${body}\n`,
});

function send(response: ServerResponse, { status, type, body, headers }: OpsAnswer): void {
  response.writeHead(status, { ...headers, 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

/** A listener that could not be opened, as one of our errors. */
export function cannotListen(where: { readonly host: string; readonly port: number }, error: unknown): TurnfleetError {
  const reason = error instanceof Error ? error.message : String(error);
  return new TurnfleetError('internal', `Cannot listen on ${where.host}:${where.port}: ${reason}.`, {
    suggestion: /ENOTFOUND|EAI_AGAIN|EADDRNOTAVAIL|EINVAL/.test(reason)
      ? 'Set HOST to an address of this machine.'
      : 'Free that port, or choose another one (0 picks a free one).',
    cause: error,
  });
}
