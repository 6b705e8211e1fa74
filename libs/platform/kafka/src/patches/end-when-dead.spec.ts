import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ManualClock } from '@turnfleet/core/testing';
import { endWhenDead } from './end-when-dead.ts';

describe('a connection whose peer went away without a word', () => {
  let clock: ManualClock;
  let server: Server;
  let broker: Socket;
  let socket: Socket;
  beforeEach(async () => {
    clock = new ManualClock();
    server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const accepted = once(server, 'connection') as Promise<[Socket]>;
    socket = connect(typeof address === 'object' && address ? address.port : 0, '127.0.0.1');
    endWhenDead(socket, clock, 1_000);
    [broker] = await accepted;
  });
  afterEach(async () => {
    socket.destroy();
    broker.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  async function answered(): Promise<void> {
    const heard = once(socket, 'data');
    broker.write('an answer');
    await heard;
  }

  // Once it was asked on for a quarter of an hour.
  it('ends when nothing was answered in time', async () => {
    const ended = new Promise((resolve) => socket.once('error', resolve));
    socket.write('a request');
    await clock.advance(900);
    socket.write('another one');
    await clock.advance(200);
    await expect(ended).resolves.toMatchObject({ message: expect.stringContaining('1000 ms') });
    expect(clock.pending).toBe(0);
  });

  it('stays while answers come, however late each', async () => {
    for (let i = 0; i < 5; i++) {
      socket.write('a request');
      await clock.advance(900);
      await answered();
    }
    expect(socket.destroyed).toBe(false);
  });

  it('stays while nothing is asked', async () => {
    socket.write('a request');
    await answered();
    await clock.advance(60_000);
    expect(socket.destroyed).toBe(false);
    expect(clock.pending).toBe(0);
  });

  it('leaves no timer behind when it is closed', async () => {
    socket.write('a request');
    const closed = once(socket, 'close');
    socket.destroy();
    await closed;
    expect(clock.pending).toBe(0);
  });
});
