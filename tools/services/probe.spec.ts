import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { probes } from './probe.ts';
import { type ServiceName, serviceNames } from './service.ts';

const open: { server: Server; sockets: Set<Socket> }[] = [];

afterEach(async () => {
  for (const { server, sockets } of open.splice(0)) {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  }
});

/** A local server that treats every connection as told; its port. */
async function serving(treat: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {}); // the one who asks may hang up at any time
    treat(socket);
  });
  open.push({ server, sockets });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const urlOf: Record<ServiceName, (port: number) => string> = {
  kafka: (port) => `127.0.0.1:${port}`,
  redis: (port) => `redis://127.0.0.1:${port}`,
  postgres: (port) => `postgres://postgres@127.0.0.1:${port}/postgres`,
};

describe.each(serviceNames)('asking for %s', (service) => {
  const ask = (port: number) => probes[service](urlOf[service](port), 150);

  it('a port that accepts and never answers times out', async () => {
    const answer = await ask(await serving(() => {}));
    expect(answer).toMatchObject({
      ok: false,
      listening: true,
      reason: expect.stringMatching(/no answer as \w+ within 0.15 s/),
    });
  });

  it('a port that speaks something else is refused', async () => {
    const port = await serving((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'.repeat(10)));
    expect(await ask(port)).toMatchObject({ ok: false, listening: true });
  });

  it('a port that speaks noise is refused', async () => {
    const port = await serving((socket) =>
      socket.write(Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 131) % 251))),
    );
    expect(await ask(port)).toMatchObject({ ok: false, listening: true });
  });

  it('a port that hangs up is refused', async () => {
    const port = await serving((socket) => socket.end());
    expect(await ask(port)).toMatchObject({ ok: false, listening: true });
  });

  it('a port where nothing listens is told from one that answers wrongly', async () => {
    const port = await serving(() => {});
    await new Promise((closed) => open.pop()?.server.close(closed));
    expect(await ask(port)).toEqual({ ok: false, listening: false, reason: 'nothing listens there' });
  });
});

describe('an address of the wrong form', () => {
  it.each([
    ['kafka', 'localhost', /comma-separated list of host:port/],
    ['kafka', 'a:1,,b:2', /comma-separated list of host:port/],
    ['kafka', 'kafka://a:1', /comma-separated list of host:port/],
    ['redis', '127.0.0.1:6379', /redis:\/\/ URL/],
    ['redis', 'redis://h:notaport', /redis:\/\/ URL/],
    ['postgres', 'mysql://h/d', /postgres:\/\/ URL/],
    ['postgres', 'postgres://h:70000/d', /postgres:\/\/ URL/],
  ] as const)('%s %s', async (service, url, reason) => {
    expect(await probes[service](url, 150)).toMatchObject({ ok: false, reason: expect.stringMatching(reason) });
  });
});

it('a Redis that wants a password is called just that', async () => {
  const port = await serving((socket) =>
    socket.on('data', (commands) => {
      const count = String(commands).match(/^\*/gm)?.length ?? 0;
      socket.write('-NOAUTH Authentication required.\r\n'.repeat(count));
    }),
  );
  expect(await probes.redis(`redis://127.0.0.1:${port}`, 1_000)).toMatchObject({ reason: 'it refuses the login' });
});
