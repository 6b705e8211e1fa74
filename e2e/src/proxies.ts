import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startTcpProxy, type TcpProxy } from '@turnfleet/testing';
import { closeAtTheEnd } from './cleanup.ts';

/** A proxy in front of a port of this machine or another. */
export async function proxyTo(host: string, port: number): Promise<TcpProxy> {
  const proxy = await startTcpProxy({ host, port });
  closeAtTheEnd(() => proxy.close());
  return proxy;
}

/** A proxy in front of the server at `url`, and the URL through it. */
export async function proxied(url: string, defaultPort: number): Promise<{ proxy: TcpProxy; url: string }> {
  const target = new URL(url);
  const proxy = await proxyTo(target.hostname, Number(target.port || defaultPort));
  return { proxy, url: Object.assign(target, { hostname: '127.0.0.1', port: String(proxy.port) }).toString() };
}

/** A proxy in front of the first broker, and the environment in which a process goes through it. */
export async function proxiedKafka(brokers: string): Promise<{ proxy: TcpProxy; env: Record<string, string> }> {
  const { host, port } = firstOf(brokers);
  const proxy = await proxyTo(host, port);
  return { proxy, env: through(port, proxy.port) };
}

/** Rewrites what passes, chunk by chunk, to the same length. */
export interface Rewriting {
  readonly there: (bytes: Buffer) => Buffer;
  readonly back: (bytes: Buffer) => Buffer;
}

/** The environment in which a process sees the first broker through a rewriting. */
export async function rewrittenKafka(brokers: string, { there, back }: Rewriting): Promise<Record<string, string>> {
  const { host, port } = firstOf(brokers);
  const server = createServer((near) => {
    const far = connect({ host, port });
    for (const socket of [near, far]) socket.on('error', () => undefined);
    near.on('data', (bytes) => far.write(there(bytes))).once('close', () => far.destroy());
    far.on('data', (bytes) => near.write(back(bytes))).once('close', () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closeAtTheEnd(() => server.close());
  const address = server.address();
  return through(port, typeof address === 'object' && address ? address.port : 0);
}

function firstOf(brokers: string): { host: string; port: number } {
  const [host = '', port = ''] = brokers.split(',')[0]?.split(':') ?? [];
  return { host, port: Number(port) };
}

function through(port: number, proxyPort: number): Record<string, string> {
  const preload = pathToFileURL(join(import.meta.dirname, 'reroute.ts')).href;
  return { NODE_OPTIONS: `--import ${preload}`, E2E_REROUTE: `${port}:${proxyPort}` };
}
