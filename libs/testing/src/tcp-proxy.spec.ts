import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

/** Answers each connection with its name, then echoes. */
async function echo(name: string): Promise<{ server: Server; port: number }> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write(name);
    socket.pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { server, port: typeof address === 'object' && address ? address.port : 0 };
}

async function read(socket: Socket, text: string): Promise<void> {
  let told = '';
  while (told.length < text.length) told += String((await once(socket, 'data'))[0]);
  expect(told).toBe(text);
}

describe('startTcpProxy', () => {
  let one: Awaited<ReturnType<typeof echo>>;
  let two: Awaited<ReturnType<typeof echo>>;
  let proxy: TcpProxy;
  const sockets: Socket[] = [];
  beforeEach(async () => {
    [one, two] = await Promise.all([echo('one'), echo('two')]);
    proxy = await startTcpProxy({ host: '127.0.0.1', port: one.port });
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await proxy.close();
    await Promise.all([one, two].map(({ server }) => new Promise((resolve) => server.close(resolve))));
  });

  function open(): Socket {
    const socket = connect(proxy.port, '127.0.0.1').on('error', () => undefined);
    sockets.push(socket);
    return socket;
  }

  it('passes everything on, in order, also when the delay ends in between', async () => {
    const socket = open();
    await read(socket, 'one');
    proxy.delay(30);
    socket.write('a');
    await new Promise(setImmediate);
    proxy.delay(0);
    socket.write('b');
    await read(socket, 'ab');
  });

  it('takes the time it was told', async () => {
    const socket = open();
    await read(socket, 'one');
    proxy.delay(50);
    const began = performance.now();
    socket.write('a');
    await read(socket, 'a');
    expect(performance.now() - began).toBeGreaterThanOrEqual(95);
  });

  it('leads new connections elsewhere, and leaves the old ones', async () => {
    const old = open();
    await read(old, 'one');
    proxy.redirect({ host: '127.0.0.1', port: two.port });
    await read(open(), 'two');
    old.write('still there');
    await read(old, 'still there');
  });

  it('holds back while it is frozen, and loses nothing', async () => {
    const socket = open();
    await read(socket, 'one');
    proxy.freeze();
    socket.write('later');
    const late = open();
    proxy.thaw();
    await read(socket, 'later');
    await read(late, 'one');
  });

  it('keeps to itself what is answered while it is mute, and passes on what is asked', async () => {
    const heard = Promise.withResolvers<string>();
    one.server.once('connection', (peer: Socket) => peer.on('data', (data) => heard.resolve(String(data))));
    const socket = open();
    await read(socket, 'one');
    proxy.mute();
    socket.write('asked');
    await expect(heard.promise).resolves.toBe('asked');
    expect(socket.readableLength).toBe(0);
    proxy.thaw();
    await read(socket, 'asked');
  });

  it('cuts what is open', async () => {
    const socket = open();
    await read(socket, 'one');
    proxy.cut();
    await new Promise((resolve) => socket.once('close', resolve));
    expect(proxy.open).toBe(0);
  });
});
