import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { hashOfSecret, mintSecret, principalOfKey } from '@turnfleet/principal';
import { WsClient } from '@turnfleet/testing';
import { type Ingress, makeKey, startIngress, withKeys } from '../testing/index.ts';

describe('a WebSocket where clients sign in', () => {
  let ingress: Ingress;
  beforeEach(async () => {
    ingress = await startIngress({
      config: { ...withKeys, ALLOWED_ORIGINS: ['https://shop.example'], WS_CONNECTIONS: 3 },
    });
  });
  afterEach(() => ingress.stop());
  const open = (headers: Record<string, string>, before?: WsClient) => WsClient.open(ingress.url, { headers }, before);

  async function ticketFor({ headers }: { readonly headers: Record<string, string> }): Promise<string> {
    const response = await fetch(`${ingress.url}/v1/tickets`, { method: 'POST', headers });
    return ((await response.json()) as { ticket: string }).ticket;
  }

  it('opens to a key, and to a ticket once', async () => {
    await expect(WsClient.connect(ingress.url)).rejects.toThrow(/^401 .*unauthenticated/);
    const key = await makeKey(ingress.access);
    (await open(key.headers)).cut();
    const query = `?ticket=${await ticketFor(key)}`;
    (await WsClient.connect(ingress.url, {}, query)).cut();
    await expect(WsClient.connect(ingress.url, {}, query)).rejects.toThrow(/^401/);
    const operator = await makeKey(ingress.access, { scopes: ['operate'] });
    await expect(WsClient.connect(ingress.url, { headers: operator.headers })).rejects.toThrow(
      /^403 .*`read` or `chat`/,
    );
  });

  it('opens to pages of our own and of those that were named, and to no others', async () => {
    const { headers } = await makeKey(ingress.access);
    const from = (origin: string) => WsClient.connect(ingress.url, { headers: { ...headers, origin } });
    for (const origin of [ingress.url, 'https://shop.example']) (await from(origin)).cut();
    for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1:1']) {
      await expect(from(origin)).rejects.toThrow(/^403 .*origin/);
    }
  });

  it('takes as many as it may, and tells the next one when to come back', async () => {
    const { headers } = await makeKey(ingress.access);
    const clients = await Promise.all([1, 2, 3].map(() => open(headers)));
    await expect(open(headers)).rejects.toThrow(/^503 .*overloaded/);
    for (const client of clients) client.cut();
  });

  it('agrees on a subprotocol that it knows, or refuses', async () => {
    const { headers } = await makeKey(ingress.access);
    await expect(
      WsClient.connect(ingress.url, { headers, subprotocol: 'mqtt' as 'turnfleet.json.v1' }),
    ).rejects.toThrow(/^400 .*turnfleet.proto.v1/);
    const client = await WsClient.connect(ingress.url, { headers });
    expect(client.socket.protocol).toBe('');
    client.cut();
  });

  it('lets nobody at what is another user’s: by subscribe, message, cancel, typing or a stolen session', async () => {
    const ana = await makeKey(ingress.access, { user: 'ana' });
    const ben = await makeKey(ingress.access, { user: 'ben' });
    const anaAgain = await makeKey(ingress.access, { user: 'ana' });
    const hers = await open(ana.headers);
    hers.send('userMessage', { conversationId: 'hers', turnId: 't-1', text: 'secret' });
    await hers.next('turnEvent');
    const his = await open(ben.headers);
    const attempts: [kind: 'subscribe' | 'userMessage' | 'cancel' | 'typing' | 'presence', fields: object][] = [
      ['subscribe', { conversationId: 'hers' }],
      ['subscribe', { conversationId: 'hers', lastEventId: '1-0' }],
      ['userMessage', { conversationId: 'hers', turnId: 't-1', text: 'secret' }],
      ['userMessage', { conversationId: 'hers', turnId: 't-2', text: 'hi' }],
      ['cancel', { conversationId: 'hers', turnId: 't-1' }],
      ['typing', { conversationId: 'hers', active: true }],
      ['presence', { conversationId: 'hers', present: true }],
    ];
    for (let round = 0; round < 3; round++) {
      for (const [kind, fields] of attempts) {
        his.send(kind, fields);
        const refused = await his.read();
        expect(refused?.payload).toMatchObject({ kind: 'error', code: 'not_found' });
        expect(JSON.stringify(refused)).not.toContain('secret');
        await ingress.clock.advance(100);
      }
    }
    his.send('userMessage', { conversationId: 'his', turnId: 't-1', text: 'hi', userId: 'ana' });
    expect(await his.next('error')).toMatchObject({ code: 'forbidden' });
    his.cut();
    for (const { headers } of [ben, anaAgain]) {
      const thief = await WsClient.connect(ingress.url, { headers });
      thief.hello(hers);
      expect(await thief.next('welcome')).toMatchObject({ resumed: false, conversationIds: [] });
      expect(thief.session).not.toBe(hers.session);
      expect(await thief.next('error')).toMatchObject({ code: 'not_found' });
      thief.cut();
    }
    // Nobody has taken hers from her.
    await ingress.worker.progress('hers', { type: 'reply.delta', turnId: 't-1', text: 'x' });
    expect(await hers.next('systemResponse')).toMatchObject({ text: 'x' });
    expect(ingress.log.records).toHaveLength(1);
    hers.cut();
  });

  it('lets who may only read listen, and say nothing', async () => {
    const reader = await makeKey(ingress.access, { scopes: ['read'] });
    const client = await open(reader.headers);
    client.send('subscribe', { conversationId: 'c-1' });
    await client.next('subscribed');
    client.send('userMessage', { conversationId: 'c-1', turnId: 't-1', text: 'hi' });
    expect(await client.next('error')).toMatchObject({ code: 'forbidden' });
    client.cut();
  });

  it('ends within 5 s of a key’s revocation', async () => {
    const { headers, record } = await makeKey(ingress.access);
    const client = await open(headers);
    await ingress.access.put({ ...record, revokedAt: new Date(ingress.clock.now()).toISOString() });
    await ingress.clock.advance(5_000);
    expect(await client.next('error')).toMatchObject({ code: 'unauthenticated' });
    expect(await client.end()).toMatchObject({ code: 4401 });
    await expect(open(headers, client)).rejects.toThrow(/^401/);
  });

  describe('whose token ends', () => {
    async function byToken(lifeMs: number): Promise<string> {
      const { record } = await makeKey(ingress.access, { id: 'key-ofjwt', user: 'tom' });
      const ticket = mintSecret('tft');
      const credential = { kind: 'token' as const, endsAt: ingress.clock.now() + lifeMs };
      const kept = { principal: principalOfKey(record), credential, conversationId: null };
      await ingress.access.tickets.keep(hashOfSecret(ticket), kept, 600_000);
      return ticket;
    }

    async function expired(): Promise<WsClient> {
      const client = await WsClient.connect(ingress.url, {}, `?ticket=${await byToken(10_000)}`);
      client.hello();
      await client.next('welcome');
      await ingress.clock.advance(12_000);
      expect(await client.next('error')).toMatchObject({ code: 'unauthenticated' });
      return client;
    }

    it('goes on with a new one that comes in time, and takes nothing until then', async () => {
      const client = await expired();
      client.send('userMessage', { conversationId: 'c-1', turnId: 't-1', text: 'hi' });
      expect(await client.next('error')).toMatchObject({ code: 'unauthenticated', turnId: 't-1' });
      const sequence = client.send('renew', { credential: await byToken(600_000) });
      expect(await client.next('ack')).toMatchObject({ sequence });
      await ingress.clock.advance(40_000);
      client.send('userMessage', { conversationId: 'c-1', turnId: 't-1', text: 'hi' });
      await client.next('accepted');
      client.cut();
    });

    it('ends after 30 s without one, and with one of another user', async () => {
      const client = await expired();
      const { key } = await makeKey(ingress.access, { user: 'somebody' });
      client.send('renew', { credential: key });
      expect(await client.next('error')).toMatchObject({ code: 'forbidden' });
      client.send('renew', { credential: 'nonsense' });
      expect(await client.next('error')).toMatchObject({ code: 'unauthenticated' });
      await ingress.clock.advance(31_000);
      expect(await client.end()).toMatchObject({ code: 4401 });
    });
  });
});
