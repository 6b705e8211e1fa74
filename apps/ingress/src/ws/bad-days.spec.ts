import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { frameCodec, payloadOf, subprotocols } from '@turnfleet/contract/envelope';
import { silentLogger } from '@turnfleet/core';
import { settle } from '@turnfleet/core/testing';
import { WsStats } from '@turnfleet/http-kit';
import { anonymous } from '@turnfleet/principal';
import { ClientOrder, Feed, newSession } from '@turnfleet/session';
import { WsClient } from '@turnfleet/testing';
import fc from 'fast-check';
import type { WebSocket } from 'ws';
import { type Ingress, postTurn, startIngress } from '../testing/index.ts';
import { Connection } from './connection.ts';
import { Session } from './session.ts';

/** `WS_FUZZED_FRAMES=10000` takes a minute. */
const fuzzed = Number(process.env['WS_FUZZED_FRAMES'] ?? 100);

describe('a WebSocket on a bad day', () => {
  let ingress: Ingress;
  beforeEach(async () => {
    ingress = await startIngress();
  });
  afterEach(() => ingress.stop());
  const connected = () => WsClient.connect(ingress.url);
  const open = (before?: WsClient) => WsClient.open(ingress.url, {}, before);

  /** A socket on which the handshake is done, and frames are written by hand. */
  async function bare(): Promise<{ readonly socket: Socket; readonly gone: Promise<Buffer> }> {
    const { hostname, port } = new URL(ingress.url);
    const socket = connect(Number(port), hostname);
    const chunks: Buffer[] = [];
    const { promise: gone, resolve } = Promise.withResolvers<Buffer>();
    const { promise: ready, resolve: isReady } = Promise.withResolvers<void>();
    socket.on('data', (bytes) => {
      chunks.push(bytes);
      isReady();
    });
    socket.on('close', () => resolve(Buffer.concat(chunks)));
    socket.on('error', () => undefined);
    socket.write(
      `GET /v1/ws HTTP/1.1\r\nhost: ${hostname}:${port}\r\nupgrade: websocket\r\nconnection: upgrade\r\n` +
        'sec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
    );
    await ready;
    return { socket, gone };
  }

  it('ends a message of 10 MB with 1009, before it is all here', async () => {
    const client = await connected();
    client.socket.send(Buffer.alloc(10 * 1024 * 1024, 'a'), { binary: false });
    expect(await client.end()).toMatchObject({ code: 1009 });
  });

  it('ends a text that is not UTF-8 with 1007', async () => {
    const client = await open();
    client.socket.send(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), { binary: false });
    expect(await client.end()).toMatchObject({ code: 1007 });
  });

  it.each<[what: string, send: (client: WsClient) => void]>([
    ['is no JSON', ({ socket }) => socket.send('{"hello":')],
    ['is binary where text was agreed on', ({ socket }) => socket.send(Buffer.from('{"hello":{}}'), { binary: true })],
    ['is no envelope', ({ socket }) => socket.send('{"header":{"sequence":"x"},"ack":{}}')],
  ])('says that a message %s, and ends with 4400', async (_, send) => {
    const client = await open();
    send(client);
    expect(await client.next('error')).toMatchObject({ code: 'invalid_request' });
    expect(await client.end()).toMatchObject({ code: 4400 });
  });

  it('wants a hello before everything else, and within 10 s', async () => {
    const hasty = await connected();
    hasty.send('subscribe', { conversationId: 'c-1' });
    expect(await hasty.next('error')).toMatchObject({ code: 'invalid_request' });
    expect(await hasty.end()).toMatchObject({ code: 4400 });
    const mute = await connected();
    await ingress.clock.advance(11_000);
    expect(await mute.end()).toEqual({ code: 4408, reason: 'there was no hello within 10 s' });
  });

  it('refuses what only servers send, and a second hello', async () => {
    const client = await open();
    client.send('welcome', {});
    expect(await client.next('error')).toMatchObject({ code: 'invalid_request', answers: 2 });
    client.send('hello', {});
    expect(await client.next('error')).toMatchObject({ code: 'invalid_request', answers: 3 });
    client.cut();
  });

  it('beats every 30 s, answers a beat, and ends after 60 s of silence with the reason', async () => {
    const client = await open();
    await ingress.clock.advance(30_000);
    await client.next('heartbeat', ({ answers }) => answers === 0);
    const sequence = client.send('heartbeat', {});
    await client.next('heartbeat', ({ answers }) => answers === sequence);
    await ingress.clock.advance(59_000);
    expect(client.closed).toBeNull();
    await ingress.clock.advance(2_000);
    expect(await client.end()).toEqual({ code: 4408, reason: 'nothing was heard for 60 s' });
    const counts = await (await fetch(`${ingress.url}/v1/connections`)).json();
    expect(counts).toMatchObject({ current: 0, total: 1, failedHeartbeats: 1 });
  });

  it('ends after half a frame and silence, however slowly the other half comes', async () => {
    const { socket, gone } = await bare();
    // A masked text of 100 bytes, of which a few come.
    socket.write(Buffer.from([0x81, 0x80 | 100, 1, 2, 3, 4, 0x7a]));
    for (let i = 0; i < 12; i++) {
      await ingress.clock.advance(1_000);
      socket.write(Buffer.from([0x7a]));
    }
    await ingress.clock.advance(3_000);
    expect((await gone).includes('no hello')).toBe(true);
  });

  it('sends a client that floods away, which can come back', async () => {
    const { socket, gone } = await bare();
    const text = (body: string): Buffer =>
      Buffer.concat([Buffer.from([0x81, 0x80 | body.length, 0, 0, 0, 0]), Buffer.from(body)]);
    const welcome = once(socket, 'data');
    socket.write(text('{"hello":{}}'));
    await welcome;
    socket.write(Buffer.concat(Array.from({ length: 2_000 }, () => text('{"ack":{}}'))));
    await ingress.clock.advance(30_000);
    const told = String(await gone);
    expect(told).toContain('"goodbye":{"reason":"rate_limited","retryAfter":5}');
    const again = await open();
    again.cut();
  });

  it('reads a client that is too fast no faster, and loses nothing of it', async () => {
    const client = await open();
    const sequences = Array.from({ length: 400 }, () => client.send('heartbeat', {}));
    const answered: number[] = [];
    while (answered.length < sequences.length) {
      // What waits until it may be read is read as time goes by.
      const [{ answers }] = await Promise.all([client.next('heartbeat'), ingress.clock.advance(100)]);
      if (answers > 0) answered.push(answers);
    }
    expect(answered).toEqual(sequences);
    client.cut();
  });

  it('pauses for a client that acknowledges nothing, sends it away, and tells it the rest when it is back', async () => {
    const client = await open();
    client.send('userMessage', { conversationId: 'c-1', turnId: 't-1', text: 'hi' });
    await client.next('accepted');
    const pieces = Array.from({ length: 60 }, (_, i) => String(i).padStart(8_000, '.'));
    for (const text of pieces) await ingress.worker.progress('c-1', { type: 'reply.delta', turnId: 't-1', text });
    const seen: string[] = [];
    while (seen.length < 32) seen.push((await client.next('systemResponse')).text);
    await ingress.clock.advance(29_000);
    expect(client.closed).toBeNull();
    await ingress.clock.advance(3_000);
    await client.next('goodbye', ({ reason }) => reason === 'slow_reader');
    expect(await client.end()).toMatchObject({ code: 1013 });
    const again = await open(client);
    while (seen.length < pieces.length) {
      seen.push((await again.next('systemResponse')).text);
      again.acknowledge();
    }
    expect(seen).toEqual(pieces);
    again.cut();
  });

  it('lets go of a client that reads nothing of what its own messages are answered', () => {
    const terminate = jest.fn();
    const socket = { bufferedAmount: 1_048_577, terminate } as unknown as WebSocket;
    const deps = { clock: ingress.clock, stats: new WsStats(), url: '' };
    const entered = { principal: anonymous, credential: { kind: 'none' as const }, conversationId: null };
    const connection = new Connection(deps, socket, frameCodec('turnfleet.json.v1'), entered);
    connection.refuse(new Error('?'));
    expect(terminate).toHaveBeenCalled();
    expect(connection.why).toBe('slow_reader');
  });

  // It stood still until the next ack, and its client was sent away as too slow after 30 s.
  it('goes on as soon as there is room again, also behind the one message that filled the socket', async () => {
    const told: string[] = [];
    const taken: (() => void)[] = [];
    const socket = {
      bufferedAmount: 0,
      send(data: string, _: object, isTaken?: () => void) {
        this.bufferedAmount += Buffer.byteLength(data);
        told.push(data);
        if (isTaken) taken.push(isTaken);
      },
    };
    const deps = { clock: ingress.clock, stats: new WsStats(), url: '' };
    const entered = { principal: anonymous, credential: { kind: 'none' as const }, conversationId: null };
    const codec = frameCodec('turnfleet.json.v1');
    const connection = new Connection(deps, socket as unknown as WebSocket, codec, entered);
    const sessions = { save: async () => true };
    const stored = { sessions, clock: ingress.clock, logger: silentLogger };
    connection.begin(new Session(stored, 's', 'o', 1, Feed.resume(newSession, 0)), new ClientOrder(0));
    const offer = (text: string, entry: number) => {
      const payload = payloadOf('systemResponse', { conversationId: 'c-1', text });
      const message = { source: 'c-1', id: `1-${entry}`, alone: false, priority: 2 as const, payload };
      void connection.current?.outbox.offer({ ...message, signal: connection.ended.signal });
    };

    offer('金'.repeat(30_000), 1);
    await settle();
    offer('more', 2);
    await settle();
    expect(told).toHaveLength(1);
    socket.bufferedAmount = 0;
    for (const isTaken of taken) isTaken();
    await settle();

    expect(told).toHaveLength(2);
    connection.gone();
  });

  it('tells its clients to come back, each at another time, when the ingress drains', async () => {
    const client = await open();
    const stopping = ingress.stop();
    expect(await client.next('goodbye')).toMatchObject({ reason: 'drain', retryAfter: 1, url: '' });
    expect(await client.end()).toMatchObject({ code: 1001, reason: 'drain' });
    await stopping;
  });

  it('tells them where, if clients shall come by another address', async () => {
    const url = 'wss://chat.shop.example/v1/ws';
    const other = await startIngress({ config: { WS_URL: url } });
    const client = await WsClient.open(other.url);
    const stopping = other.stop();
    expect(await client.next('goodbye')).toMatchObject({ reason: 'drain', retryAfter: 1, url });
    await stopping;
  });

  it.each(subprotocols)(
    'lives through whatever is sent over %s',
    async (subprotocol) => {
      const victim = await WsClient.open(ingress.url, { subprotocol });
      const word = fc.constantFrom(
        'hello',
        'ack',
        'subscribe',
        'userMessage',
        'header',
        'conversationId',
        'sequence',
        'c-1',
      );
      const value = fc.oneof(word, fc.integer(), fc.string(), fc.constant(null), fc.object({ maxDepth: 2 }));
      const text = fc.oneof(
        fc.dictionary(word, fc.oneof(value, fc.dictionary(word, value))).map((one) => JSON.stringify(one)),
        fc.string({ unit: 'binary' }),
      );
      const frames = fc.sample(fc.oneof(text, fc.uint8Array({ maxLength: 200 })), fuzzed);
      for (const frame of frames) {
        const client = await WsClient.connect(ingress.url, { subprotocol });
        client.hello();
        client.socket.send(frame, { binary: typeof frame !== 'string' });
        client.cut();
      }
      victim.send('subscribe', { conversationId: 'c-1' });
      await victim.next('subscribed');
      victim.cut();
    },
    120_000,
  );

  it('does not stand in the way of requests that ask for another protocol', async () => {
    const response = await fetch(`${ingress.url}/v1/ws`);
    expect(response.status).toBe(426);
    expect(response.headers.get('upgrade')).toBe('websocket');
    expect((await postTurn(ingress, 'c-1', { text: 'hi' })).status).toBe(202);
    const { hostname, port } = new URL(ingress.url);
    const socket = connect(Number(port), hostname);
    const body = '{"text":"hi"}';
    socket.write(
      `POST /v1/conversations/c-2/turns HTTP/1.1\r\nhost: x\r\nconnection: upgrade, http2-settings\r\nupgrade: h2c\r\n` +
        `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    const [answer] = await new Promise<Buffer[]>((resolve) => socket.once('data', (bytes) => resolve([bytes])));
    expect(String(answer)).toMatch(/^HTTP\/1.1 202/);
    socket.destroy();
  });
});
