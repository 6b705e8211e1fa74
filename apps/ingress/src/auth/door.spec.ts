import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Ingress, makeKey, openStream, postTurn, startIngress, withKeys } from '../testing/index.ts';

type Headers = Record<string, string>;

describe('the door of an ingress where clients sign in', () => {
  let ingress: Ingress;
  beforeAll(async () => {
    ingress = await startIngress({ config: withKeys });
  });
  afterAll(() => ingress.stop());

  const get = (path: string, headers: Headers = {}) => fetch(`${ingress.url}${path}`, { headers });
  const problemOf = async (response: Response) => (await response.json()) as Record<string, unknown>;
  const post = (id: string, headers: Headers, body: unknown = { text: 'hi' }) => postTurn(ingress, id, body, headers);

  it('refuses who says nobody, and says how to come in', async () => {
    for (const path of ['/v1/conversations/c', '/v1/conversations/c/events', '/v1/traces/t', '/v1/operate/models']) {
      const response = await get(path);
      expect(response.headers.get('www-authenticate')).toBe('Bearer realm="turnfleet"');
      expect(await problemOf(response)).toMatchObject({ status: 401, kind: 'unauthenticated', retryable: false });
    }
    expect((await post('c', {})).status).toBe(401);
    expect(ingress.log.records).toEqual([]);
  });

  it('is open for probes, documents and the page, and tells 404 and 405 to everybody', async () => {
    const open = ['/livez', '/readyz', '/metrics', '/openapi.json', '/asyncapi.json', '/'];
    for (const path of open) expect((await get(path)).status).toBe(200);
    expect((await get('/v1/nothing')).status).toBe(404);
    expect((await fetch(`${ingress.url}/v1/conversations/c`, { method: 'PUT' })).status).toBe(405);
  });

  it('opens to each scope what it is for, and says which one is lacking', async () => {
    const [chat, read, operate] = await Promise.all([
      makeKey(ingress.access, { user: 'scoped' }),
      makeKey(ingress.access, { user: 'scoped', scopes: ['read'] }),
      makeKey(ingress.access, { user: 'scoped', scopes: ['operate'] }),
    ]);
    expect((await post('scoped-1', chat.headers)).status).toBe(202);
    expect((await get('/v1/conversations/scoped-1', read.headers)).status).toBe(200);
    const forbidden = await post('scoped-1', read.headers);
    expect(await problemOf(forbidden)).toMatchObject({
      status: 403,
      kind: 'forbidden',
      detail: expect.stringContaining('`chat`'),
    });
    for (const { headers } of [chat, read]) {
      expect((await get('/v1/traces/t', headers)).status).toBe(403);
      expect((await get('/v1/operate/models', headers)).status).toBe(403);
    }
    expect((await get('/v1/traces/t', operate.headers)).status).toBe(404);
    expect((await get('/v1/operate/models', operate.headers)).status).toBe(503);
    expect((await get('/v1/conversations/scoped-1', operate.headers)).status).toBe(403);
  });

  it('has a turn say who asks by the key, not by the body, and vouches for it', async () => {
    const { headers } = await makeKey(ingress.access, { user: 'said' });
    expect(
      (await post('said-1', headers, { text: 'hi', user: { id: 'said', level: 'gold', city: '上海' } })).status,
    ).toBe(202);
    const record = ingress.log.records.at(-1);
    expect(JSON.parse(new TextDecoder().decode(record?.value ?? undefined))).toMatchObject({
      tenant: 'acme',
      user: { id: 'said' },
    });
    expect(new TextDecoder().decode(record?.value ?? undefined)).not.toMatch(/gold|上海/);
    expect(Object.keys(record?.headers ?? {})).toEqual(expect.arrayContaining(['ce_tenant', 'x-turnfleet-asker']));
    const other = await post('said-2', headers, { text: 'hi', user: { id: 'somebody else' } });
    expect(await problemOf(other)).toMatchObject({ status: 403, detail: expect.stringContaining('another user') });
  });

  it('takes the word of a key that acts for others, and is trusted, for the user it names', async () => {
    const desk = await makeKey(ingress.access, { user: null, actsForOthers: true, trusted: true });
    const user = { id: 'ana', level: 'gold', city: '上海' };
    expect((await post('desk-1', desk.headers, { text: 'hi', user })).status).toBe(202);
    expect(JSON.parse(new TextDecoder().decode(ingress.log.records.at(-1)?.value ?? undefined))).toMatchObject({
      user,
    });
    const ana = await makeKey(ingress.access, { user: 'ana' });
    expect((await get('/v1/conversations/desk-1', ana.headers)).status).toBe(200);
    expect((await get('/v1/conversations/desk-1', desk.headers)).status).toBe(200);
    // A desk that passes on what a browser said must not write into another shopper's conversation.
    expect((await post('desk-1', desk.headers, { text: 'hi', user: { id: 'bob' } })).status).toBe(404);
  });

  it('ends an open stream within 5 s after its key was revoked, and lets nobody in with it', async () => {
    const { headers, record } = await makeKey(ingress.access, { user: 'revoked' });
    await post('revoked-1', headers);
    const stream = await openStream(`${ingress.url}/v1/conversations/revoked-1/events`, undefined, headers);
    expect(await stream.next()).toMatchObject({ type: 'turn.accepted' });
    await ingress.access.put({ ...record, revokedAt: new Date(ingress.clock.now()).toISOString() });
    await ingress.clock.advance(4_900);
    expect(await stream.next()).toBeNull();
    expect(await problemOf(await get('/v1/conversations/revoked-1', headers))).toMatchObject({
      status: 401,
      detail: expect.stringContaining('was revoked'),
    });
  });

  it('gives a browser a ticket that opens one stream, of the conversation it was asked for', async () => {
    const { headers } = await makeKey(ingress.access, { user: 'browser' });
    for (const id of ['browser-1', 'browser-2']) await post(id, headers);
    const ticket = async (body?: unknown): Promise<string> => {
      const json =
        body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { ...headers, 'content-type': 'application/json' } };
      const response = await fetch(`${ingress.url}/v1/tickets`, { method: 'POST', headers, ...json });
      expect(response.status).toBe(201);
      return ((await response.json()) as { ticket: string }).ticket;
    };
    const events = (id: string, one: string) =>
      openStream(`${ingress.url}/v1/conversations/${id}/events?ticket=${one}`);
    const one = await ticket({ conversationId: 'browser-1' });
    const stream = await events('browser-1', one);
    expect(stream.status).toBe(200);
    stream.close();
    expect((await events('browser-1', one)).status).toBe(401);
    expect((await events('browser-2', await ticket({ conversationId: 'browser-1' }))).status).toBe(404);
    const any = await events('browser-2', await ticket());
    expect(any.status).toBe(200);
    any.close();
    const late = await ticket();
    await ingress.clock.advance(61_000);
    expect((await events('browser-2', late)).status).toBe(401);
    expect((await get(`/v1/conversations/browser-1?ticket=${await ticket()}`)).status).toBe(401);
  });
});

describe('what belongs to another', () => {
  let ingress: Ingress;
  beforeAll(async () => {
    ingress = await startIngress({ config: withKeys });
  });
  afterAll(() => ingress.stop());

  it('is not there, however it is asked for: 240 attempts, none succeeds and none can tell it from what is not', async () => {
    const ana = await makeKey(ingress.access, { user: 'ana' });
    const strangers = await Promise.all([
      makeKey(ingress.access, { user: 'bob' }),
      makeKey(ingress.access, { tenant: 'other', user: 'ana' }),
      makeKey(ingress.access, { tenant: 'other', user: null, actsForOthers: true }),
      makeKey(ingress.access, { user: 'bob', scopes: ['chat', 'read', 'tools', 'agent', 'operate'] }),
    ]);
    const ids = Array.from({ length: 6 }, (_, i) => `mine-${i}`);
    for (const [i, id] of ids.entries()) {
      const accepted = await postTurn(ingress, id, { text: 'my secret' }, { ...ana.headers, 'idempotency-key': 't-1' });
      expect(accepted.status).toBe(202);
      if (i % 2 === 0) await ingress.worker.answer(id, 't-1', { text: 'your secret' });
    }
    const records = ingress.log.records.length;
    let attempts = 0;
    for (const { headers } of strangers) {
      const ask = async (id: string, path: string, init: RequestInit = {}): Promise<string> => {
        const response = await fetch(`${ingress.url}/v1/conversations/${id}${path}`, {
          ...init,
          headers: { ...headers, ...init.headers },
        });
        attempts++;
        return `${response.status} ${await response.text()}`.replaceAll(id, 'ID').replace(/"traceId":"[^"]*"/, '');
      };
      const json = { 'content-type': 'application/json' };
      const body = JSON.stringify({ text: 'my secret' });
      const ways: [string, RequestInit?][] = [
        ['', {}],
        ['/events', {}],
        ['/events?turn=t-1', {}],
        ['/events', { headers: { 'last-event-id': '1-1' } }],
        ['/events?turn=t-1', { headers: { 'last-event-id': '0-1' } }],
        ['/turns/t-1', { method: 'DELETE' }],
        ['/turns', { method: 'POST', body, headers: json }],
        ['/turns', { method: 'POST', body, headers: { ...json, 'idempotency-key': 't-1' } }],
        ['/turns', { method: 'POST', body, headers: { ...json, 'idempotency-key': 't-1', prefer: 'wait=1' } }],
        ['/turns', { method: 'POST', body: '{"text":"other"}', headers: { ...json, 'idempotency-key': 't-1' } }],
      ];
      for (const [path, init] of ways)
        for (const id of ids) {
          const answer = await ask(id, path, init);
          expect(answer).toMatch(/^404 /);
          expect(answer).not.toContain('secret');
          // A turn may begin a conversation that is not there, and a user's stream may wait for one.
          if (init?.method !== 'POST' && path !== '/events')
            expect(answer).toBe(await ask('no-such-conversation', path, init));
        }
    }
    expect(attempts).toBeGreaterThanOrEqual(240);
    expect(ingress.log.records.length).toBe(records);
  });

  it('is not there for OpenAI’s protocols either: 96 attempts by metadata, by response and by item', async () => {
    const ana = await makeKey(ingress.access, { user: 'ana' });
    const strangers = await Promise.all([
      makeKey(ingress.access, { user: 'bob' }),
      makeKey(ingress.access, { tenant: 'other', user: 'ana' }),
      makeKey(ingress.access, { tenant: 'other', user: null, actsForOthers: true }),
      makeKey(ingress.access, { user: 'bob', scopes: ['chat', 'read', 'tools', 'agent', 'operate'] }),
    ]);
    const ids = Array.from({ length: 4 }, (_, i) => `chat-mine-${i}`);
    for (const [i, id] of ids.entries()) {
      await postTurn(ingress, id, { text: 'my secret' }, { ...ana.headers, 'idempotency-key': 't-1' });
      if (i % 2 === 0) await ingress.worker.answer(id, 't-1', { text: 'your secret' });
    }
    const records = ingress.log.records.length;
    const named = (kind: string, id: string) => `${kind}_${Buffer.from(`${id}/t-1`).toString('base64url')}`;
    const ways: ((id: string) => [path: string, body: object, status: number])[] = [
      (id) => ['chat/completions', { messages, metadata: { conversation_id: id } }, 404],
      (id) => ['chat/completions', { messages, metadata: { conversation_id: id }, user: 'ana' }, 404],
      (id) => ['responses', { input: 'Hi', metadata: { conversation_id: id } }, 404],
      (id) => ['responses', { input: 'Hi', previous_response_id: named('resp', id) }, 400],
      (id) => ['responses', { input: 'Hi', previous_response_id: named('resp', id), stream: true }, 400],
      (id) => ['responses', { input: [{ type: 'item_reference', id: named('msg', id) }, ...messages] }, 400],
    ];
    let attempts = 0;
    for (const { headers } of strangers) {
      const ask = async (id: string, way: (typeof ways)[number]): Promise<string> => {
        const [path, body, status] = way(id);
        const response = await fetch(`${ingress.url}/v1/${path}`, {
          ...{ method: 'POST', body: JSON.stringify({ model: 'turnfleet', ...body }) },
          headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': 't-1' },
        });
        attempts++;
        expect(response.status).toBe(status);
        const text = await response.text();
        return text
          .replaceAll(named('resp', id), 'ID')
          .replaceAll(named('msg', id), 'ID')
          .replace(/"trace_id":"[^"]*"/, '');
      };
      for (const way of ways)
        for (const id of ids) {
          const answer = await ask(id, way);
          expect(answer).not.toContain('secret');
          // By metadata a turn may begin a conversation that is not there.
          if (way(id)[2] === 400) expect(answer).toBe(await ask('no-such-conversation', way));
        }
    }
    expect(attempts).toBeGreaterThanOrEqual(96);
    expect(ingress.log.records.length).toBe(records);
  });

  it('takes as many looks at the store as what is not there, so nor does the time tell', async () => {
    const asked: string[] = [];
    const watched = await startIngress({
      config: withKeys,
      adapters: ({ gateway, journal }) => ({ gateway: noting(gateway, asked), journal: noting(journal, asked) }),
    });
    const [ana, bob] = await Promise.all([
      makeKey(watched.access, { user: 'ana' }),
      makeKey(watched.access, { user: 'bob' }),
    ]);
    await postTurn(watched, 'mine', { text: 'my secret' }, { ...ana.headers, 'idempotency-key': 't-1' });
    await watched.worker.answer('mine', 't-1');
    const looksOf = async (path: string, init: RequestInit = {}): Promise<readonly string[]> => {
      asked.length = 0;
      const headers = { ...bob.headers, 'content-type': 'application/json' };
      const response = await fetch(`${watched.url}/v1/${path}`, { ...init, headers });
      await response.body?.cancel();
      expect([400, 404]).toContain(response.status);
      return [...asked];
    };
    const previous = (id: string): RequestInit => ({
      method: 'POST',
      body: JSON.stringify({
        ...{ model: 'turnfleet', input: 'Hi' },
        previous_response_id: `resp_${Buffer.from(`${id}/t-1`).toString('base64url')}`,
      }),
    });
    const ways: ((id: string) => Promise<readonly string[]>)[] = [
      (id) => looksOf(`conversations/${id}`),
      (id) => looksOf(`conversations/${id}/events?turn=t-1`),
      (id) => looksOf(`conversations/${id}/turns/t-1`, { method: 'DELETE' }),
      (id) => looksOf('responses', previous(id)),
    ];
    for (const way of ways) {
      const looks = await way('mine');
      expect(looks.length).toBeGreaterThan(0);
      expect(looks).toEqual(await way('none'));
    }
    await watched.stop();
  });
});

const messages = [{ role: 'user', content: 'Hi' }];

/** The same, with the names of what it is asked noted. */
function noting<T extends object>(port: T, asked: string[]): T {
  return new Proxy(port, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        asked.push(String(name));
        return Reflect.apply(value, target, args) as unknown;
      };
    },
  });
}

describe('while a store is being restored', () => {
  it('takes turns, which the workers will look at, but shows nothing of anybody’s', async () => {
    const ingress = await startIngress({ config: withKeys, claimed: false });
    const { headers } = await makeKey(ingress.access);
    expect((await postTurn(ingress, 'c-1', { text: 'hi' }, headers)).status).toBe(202);
    for (const path of ['', '/events', '/events?turn=t-1']) {
      const response = await fetch(`${ingress.url}/v1/conversations/c-1${path}`, { headers });
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2']);
    }
    const cancel = await fetch(`${ingress.url}/v1/conversations/c-1/turns/t-1`, { method: 'DELETE', headers });
    expect(cancel.status).toBe(503);
    await ingress.stop();
  });
});
