import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Endpoint, openEndpoint } from './endpoint.ts';
import type { Exchange } from './exchange.ts';

const patience = { firstByteMs: 5_000, stallMs: 5_000 };
let answers: (response: ServerResponse) => void;
let sockets: number;
let server: ReturnType<typeof createServer>;
let endpoint: Endpoint;
beforeEach(async () => {
  sockets = 0;
  server = createServer((request, response) => request.resume().on('end', () => answers(response)));
  server.on('connection', () => (sockets += 1)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  endpoint = openEndpoint(url, { connections: 1, headersTimeoutMs: 5_000, idleTimeoutMs: 5_000 });
});
afterEach(async () => {
  await endpoint.close();
  server.closeAllConnections();
  server.close();
});

const ask = (signal = new AbortController().signal, limits = patience): Promise<Exchange> =>
  endpoint.ask({ path: '/', headers: [] }, '{}', limits, signal);

async function read(exchange: Exchange): Promise<string> {
  const parts: Uint8Array[] = [];
  for (;;) {
    const portions = await exchange.take();
    if (portions.length === 0) return Buffer.concat(parts).toString();
    parts.push(...portions);
  }
}

describe('an answer', () => {
  it('makes its sender wait while nobody takes it, and comes whole', async () => {
    const text = 'x'.repeat(65_536);
    const held = Promise.withResolvers<void>();
    answers = (response) => {
      const write = (left: number): void => {
        if (left === 0) response.end();
        else if (response.write(text)) write(left - 1);
        else {
          held.resolve();
          response.once('drain', () => write(left - 1));
        }
      };
      write(1_024);
    };
    const exchange = await ask();
    await held.promise;
    expect(await read(exchange)).toHaveLength(65_536 * 1_024);
  });

  it('that is cut tells what came before it tells of the cut', async () => {
    answers = (response) => void response.writeHead(200).write('half', () => response.destroy());
    const exchange = await ask();
    let told = '';
    await expect(
      (async () => {
        for (;;) told += Buffer.concat(await exchange.take()).toString();
      })(),
    ).rejects.toThrow();
    expect(told).toBe('half');
  });

  it('that is cut tells what came packed, too', async () => {
    const packed = gzipSync('half of it');
    answers = (response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.write(packed.subarray(0, -4), () => response.destroy());
    };
    const exchange = await ask();
    expect(Buffer.concat(await exchange.take()).toString()).toBe('half of it');
    await expect((async () => exchange.take())()).rejects.toThrow();
  });

  it('that is released leaves its socket to the next call, though its end comes later', async () => {
    const ends: (() => void)[] = [];
    answers = (response) => {
      response.writeHead(200).write('all of it');
      ends.push(() => response.end());
    };
    const first = await ask();
    await first.take();
    first.release();
    first.leave();
    const second = ask();
    ends[0]?.();
    (await second).leave();
    expect(sockets).toBe(1);
  });

  it('that is left closes its socket', async () => {
    const closed = Promise.withResolvers<void>();
    answers = (response) => void response.on('close', closed.resolve).writeHead(200).write('half');
    (await ask()).leave();
    await closed.promise;
  });

  it('that is called off while its call waits for a socket is not sent for', async () => {
    let asked = 0;
    answers = () => void (asked += 1);
    const first = new AbortController();
    const second = new AbortController();
    const [one, other] = [ask(first.signal), ask(second.signal)];
    const ended = Promise.allSettled([one, other]);
    second.abort();
    await expect(other).rejects.toMatchObject({ kind: 'cancelled' });
    first.abort();
    await ended;
    await turn();
    expect(asked).toBeLessThanOrEqual(1);
  });

  it('that does not begin in time is told as late, waiting for a socket included', async () => {
    answers = () => undefined;
    const first = new AbortController();
    const one = ask(first.signal);
    const late = ask(undefined, { ...patience, firstByteMs: 20 });
    await expect(late).rejects.toMatchObject({
      kind: 'model_unavailable',
      message: expect.stringContaining('in time'),
    });
    first.abort();
    await expect(one).rejects.toMatchObject({ kind: 'cancelled' });
  });
});
