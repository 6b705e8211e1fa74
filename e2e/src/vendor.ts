import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { closeAtTheEnd } from './cleanup.ts';

/** An endpoint of a vendor: the simulator behind a door that counts, asks for a key and can be slow. */
export interface Vendor {
  /** As OpenAI's SDK takes it. */
  readonly baseUrl: string;
  /** Monotonic milliseconds of every request that was let in. */
  readonly calls: readonly number[];
  /** Those that were turned away for their key. */
  readonly refused: readonly number[];
  /** From now on only this key opens. */
  key: string;
  /** Before each answer, milliseconds. */
  slowMs: number;
}

/** A door in front of the simulator at `simulator` (`http://host:port`), until the end of the spec. */
export async function startVendor(simulator: string, key: string): Promise<Vendor> {
  const calls: number[] = [];
  const refused: number[] = [];
  const behind = new URL(simulator);
  const server = createServer((asked, answer) => {
    if (asked.headers.authorization !== `Bearer ${vendor.key}`) {
      refused.push(performance.now());
      answer.writeHead(401, { 'content-type': 'application/json' });
      answer.end('{"error":{"message":"Incorrect API key provided.","code":"invalid_api_key"}}');
      return;
    }
    calls.push(performance.now());
    setTimeout(() => passOn(asked), vendor.slowMs);
    const passOn = (from: IncomingMessage): void => {
      const { url: path, method, headers } = from;
      const on = request({ host: behind.hostname, port: behind.port, path, method, headers }, (said) => {
        answer.writeHead(said.statusCode ?? 502, said.headers);
        said.pipe(answer);
      });
      on.on('error', () => answer.destroy());
      answer.on('close', () => on.destroy());
      from.pipe(on);
    };
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closeAtTheEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const vendor: Vendor = { baseUrl: `http://127.0.0.1:${port}/v1`, calls, refused, key, slowMs: 0 };
  return vendor;
}
