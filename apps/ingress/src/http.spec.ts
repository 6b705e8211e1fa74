import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { topics } from '@turnfleet/contract/events';
import { emptyConversation, readStoredReply } from '@turnfleet/contract/schemas';
import { TurnfleetError } from '@turnfleet/core';
import { settle } from '@turnfleet/core/testing';
import { type Ingress, openStream, postTurn, startIngress } from './testing/index.ts';

let ingress: Ingress;
beforeEach(async () => {
  ingress = await startIngress();
});
afterEach(() => ingress.stop());

const get = (path: string, headers: Record<string, string> = {}) => fetch(ingress.url + path, { headers });

/** Every error has this shape. */
async function expectProblem(response: Response, status: number, kind: string): Promise<Record<string, unknown>> {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.status).toBe(status);
  const problem = (await response.json()) as Record<string, unknown>;
  expect(problem).toMatchObject({ type: `urn:turnfleet:problem:${kind}`, status, kind });
  for (const field of ['title', 'detail', 'suggestion', 'traceId']) expect(typeof problem[field]).toBe('string');
  expect(typeof problem['retryable']).toBe('boolean');
  return problem;
}

/** Sends bytes as they are and returns all that comes back. */
function raw(text: string): Promise<string> {
  const { hostname, port } = new URL(ingress.url);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let answer = '';
  connect(Number(port), hostname)
    .on('data', (bytes) => (answer += bytes.toString()))
    .on('close', () => resolve(answer))
    .on('error', reject)
    .end(text);
  return promise;
}

describe('POST /v1/conversations/{id}/turns', () => {
  it('answers 202 once the log has the turn, in its home partition with its conversation as key', async () => {
    const response = await postTurn(ingress, 'c-1', { text: 'In stock?', user: { level: 'gold' } });
    expect(response.status).toBe(202);
    expect(await response.json()).toEqual({
      conversationId: 'c-1',
      turnId: 'turn-1',
      status: 'accepted',
      events: '/v1/conversations/c-1/events?turn=turn-1',
    });
    const [record] = ingress.log.records;
    expect(record?.topic).toBe(topics.turns);
    expect(new TextDecoder().decode(record?.key ?? undefined)).toBe('c-1');
    expect(JSON.parse(new TextDecoder().decode(record?.value ?? undefined))).toEqual({
      conversationId: 'c-1',
      turnId: 'turn-1',
      text: 'In stock?',
      user: { level: 'gold' },
    });
  });

  it('takes the same key and content again for the same turn, whatever the order of the fields', async () => {
    const key = { 'idempotency-key': 'k-1' };
    const first = await postTurn(ingress, 'c-1', '{"text":"Hi","locale":"en"}', key);
    const again = await postTurn(ingress, 'c-1', '{"locale":"en","text":"Hi"}', key);
    expect(again.status).toBe(202);
    expect(await again.json()).toEqual(await first.json());
    expect(ingress.log.records).toHaveLength(1);
  });

  it('refuses the same key for another message', async () => {
    const key = { 'idempotency-key': 'k-1' };
    await postTurn(ingress, 'c-1', { text: 'Hi' }, key);
    await expectProblem(await postTurn(ingress, 'c-1', { text: 'Ho' }, key), 409, 'conflict');
    expect(ingress.log.records).toHaveLength(1);
  });

  it('answers 200 with the reply when it comes within the time that Prefer gives, also on a repeat', async () => {
    const key = { 'idempotency-key': 'k-1', prefer: 'respond-async, wait=10' };
    const waiting = postTurn(ingress, 'c-1', { text: 'Hi' }, key);
    const stream = await openStream(`${ingress.url}/v1/conversations/c-1/events`);
    await stream.next();
    const reply = await ingress.worker.answer('c-1', 'k-1', { text: 'Hello!' });
    const response = await waiting;
    expect(response.status).toBe(200);
    expect(response.headers.get('preference-applied')).toBe('wait=10');
    expect(await response.json()).toEqual(reply);
    stream.close();
    const again = await postTurn(ingress, 'c-1', { text: 'Hi' }, key);
    expect(again.status).toBe(200);
    expect(await again.json()).toEqual(reply);
  });

  it('answers 202 when that time passes', async () => {
    const waiting = postTurn(ingress, 'c-1', { text: 'Hi' }, { prefer: 'wait=2' });
    await pendingTimers(ingress, 2);
    await ingress.clock.advance(2_000);
    expect((await waiting).status).toBe(202);
    expect(ingress.clock.pending).toBe(0);
  });

  it('goes on waiting while the store cannot be read for a moment', async () => {
    let away = true;
    const unsteady = await startIngress({
      adapters: ({ gateway }) => ({
        gateway: {
          ...gateway,
          reply: (turn) =>
            away ? Promise.reject(new TurnfleetError('overloaded', 'Redis cannot be reached.')) : gateway.reply(turn),
        },
      }),
    });
    const waiting = postTurn(unsteady, 'c-1', { text: 'Hi' }, { prefer: 'wait=10', 'idempotency-key': 'k-1' });
    await pendingTimers(unsteady, 2);
    await unsteady.worker.answer('c-1', 'k-1', { text: 'Hello!' });
    away = false;
    await unsteady.clock.advance(500);
    expect((await waiting).status).toBe(200);
    await unsteady.stop();
  });

  it('stops waiting when the client goes', async () => {
    const gone = new AbortController();
    const waiting = fetch(`${ingress.url}/v1/conversations/c-1/turns`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', prefer: 'wait=60' },
      body: '{"text":"Hi"}',
      signal: gone.signal,
    });
    await pendingTimers(ingress, 2);
    gone.abort();
    await expect(waiting).rejects.toThrow();
    while (ingress.clock.pending > 0) await settle();
  });

  it.each(['wait=soon', 'wait', 'return=minimal', ''])('does not wait for Prefer: %s', async (prefer) => {
    expect((await postTurn(ingress, 'c-1', { text: 'Hi' }, { prefer })).status).toBe(202);
  });

  it.each([
    ['no text', {}],
    ['a blank text', { text: ' \n ' }],
    ['a text that is too long', { text: '字'.repeat(8_001) }],
    ['a text that is no string', { text: 7 }],
    ['an unknown level', { text: 'Hi', user: { level: 'platinum' } }],
    ['a list', []],
    ['no object', '"text"'],
  ])('refuses %s, naming the field', async (_what, body) => {
    const problem = await expectProblem(await postTurn(ingress, 'c-1', body), 400, 'invalid_request');
    expect(problem['violations']).toHaveLength(1);
    expect(ingress.log.records).toHaveLength(0);
  });

  it('accepts 8,000 characters outside the basic plane', async () => {
    expect((await postTurn(ingress, 'c-1', { text: '😀'.repeat(8_000) })).status).toBe(202);
  });

  it.each([
    ['half an object', '{"text":'],
    ['nothing', ''],
  ])('refuses %s as a body', async (_what, body) => {
    await expectProblem(await postTurn(ingress, 'c-1', body), 400, 'invalid_request');
  });

  it('refuses bytes that are not UTF-8', async () => {
    const response = await fetch(`${ingress.url}/v1/conversations/c-1/turns`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: Buffer.from([...Buffer.from('{"text":"'), 0xff, ...Buffer.from('"}')]),
    });
    await expectProblem(response, 400, 'invalid_request');
  });

  it.each(['..', '%2e%2e', 'a b', 'ü', 'x'.repeat(129), 'x'.repeat(2_000), '%20'])('refuses the id %s', async (id) => {
    const response = await raw(
      `POST /v1/conversations/${encodeURI(id)}/turns HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 13\r\nconnection: close\r\n\r\n{"text":"Hi"}`,
    );
    expect(response).toMatch(/^HTTP\/1.1 40[04] /);
    expect(response).toContain('application/problem+json');
    expect(ingress.log.records).toHaveLength(0);
  });

  it('refuses an Idempotency-Key that is no id', async () => {
    const response = await postTurn(ingress, 'c-1', { text: 'Hi' }, { 'idempotency-key': 'a b' });
    const problem = await expectProblem(response, 400, 'invalid_request');
    expect(problem['violations']).toMatchObject([{ field: 'idempotency-key' }]);
  });

  it('refuses more than 256 KiB, announced or not', async () => {
    const body = JSON.stringify({ text: 'Hi', metadata: { filler: 'x'.repeat(256 * 1024) } });
    await expectProblem(await postTurn(ingress, 'c-1', body), 413, 'invalid_request');
    const chunks = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
    const answer = await raw(
      `POST /v1/conversations/c-1/turns HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n${chunks}`,
    ).catch(() => 'HTTP/1.1 413 (reset)');
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
  });

  it.each([
    ['text/plain', {}],
    ['application/x-www-form-urlencoded', {}],
    ['application/json; charset=gbk', {}],
    ['application/json', { 'content-encoding': 'gzip' }],
  ])('refuses %s %j', async (type, headers) => {
    const response = await postTurn(ingress, 'c-1', '{"text":"Hi"}', { 'content-type': type, ...headers });
    await expectProblem(response, 415, 'invalid_request');
  });

  it('answers 503 with Retry-After while the log is away, and accepts the same turn once it is back', async () => {
    const key = { 'idempotency-key': 'k-1' };
    ingress.log.state.away = true;
    const refused = await postTurn(ingress, 'c-1', { text: 'Hi' }, key);
    expect(refused.headers.get('retry-after')).toBe('1');
    const problem = await expectProblem(refused, 503, 'overloaded');
    expect(problem['suggestion']).toContain('k-1');
    ingress.log.state.away = false;
    expect((await postTurn(ingress, 'c-1', { text: 'Hi' }, key)).status).toBe(202);
    expect(ingress.log.records).toHaveLength(1);
  });

  it('answers 503 in bounded time when the log does not answer at all', async () => {
    ingress.log.state.hanging = true;
    const refused = postTurn(ingress, 'c-1', { text: 'Hi' });
    await pendingTimers(ingress, 1);
    await ingress.clock.advance(10_000);
    await expectProblem(await refused, 503, 'overloaded');
    expect(ingress.clock.pending).toBe(0);
  });

  it('answers 202 when the log has the turn although the store went away meanwhile', async () => {
    const away = () => Promise.reject(new TurnfleetError('overloaded', 'Redis cannot be reached.'));
    const halfway = await startIngress({
      adapters: ({ gateway, journal }) => ({
        gateway: { ...gateway, markLogged: away, reply: away },
        journal: { ...journal, accept: away },
      }),
    });
    expect((await postTurn(halfway, 'c-1', { text: 'Hi' })).status).toBe(202);
    await halfway.stop();
  });

  it('answers 503 while the store is away, with nothing in the log', async () => {
    const away = () => Promise.reject(new TurnfleetError('overloaded', 'Redis cannot be reached.'));
    const cut = await startIngress({ adapters: ({ gateway }) => ({ gateway: { ...gateway, reserve: away } }) });
    await expectProblem(await postTurn(cut, 'c-1', { text: 'Hi' }), 503, 'overloaded');
    expect(cut.log.records).toHaveLength(0);
    await cut.stop();
  });
});

describe('GET /v1/conversations/{id}', () => {
  it('shows ended turns with their replies, then those in progress', async () => {
    await postTurn(ingress, 'c-1', { text: 'One' });
    const reply = await ingress.worker.answer('c-1', 'turn-1');
    await postTurn(ingress, 'c-1', { text: 'Two' });
    expect(await (await get('/v1/conversations/c-1')).json()).toEqual({
      conversationId: 'c-1',
      version: 1,
      state: 'completion',
      flow: null,
      history: [],
      turns: [
        { turnId: 'turn-1', submittedAt: '2026-01-01T00:00:00.000Z', text: 'asked', reply },
        { turnId: 'turn-2', submittedAt: '2026-01-01T00:00:00.000Z', text: 'Two', reply: null },
      ],
    });
  });

  it('shows who has it, and nothing that is for agents alone', async () => {
    const { conversationId, ...of } = { ...emptyConversation('c-9', 2), conversationId: 'c-9' };
    const at = '2026-01-01T00:00:00.000Z';
    const handoff = {
      ...({ id: 't-1', tenant: 'default', state: 'claimed', since: at, reason: 'anger', summary: 'Rude.' } as const),
      ...({ skill: 'general', locale: 'en', priority: 1, level: null, wanted: null, agent: 'a-1' } as const),
      ...{ agentName: 'Wang', claimedAt: at, moves: 2, notes: [{ at, agent: 'a-1', text: 'Be kind.' }] },
    };
    const command = { kind: 'call', handoff: 't-1', agent: 'a-1', outcome: 'done', silent: true } as const;
    const turns = ['t-1', 'agent~1'].map((turnId) => {
      const reply = readStoredReply({ conversationId, turnId, status: 'completed' });
      if (!reply) throw new Error('That is no reply.');
      return { turnId, submittedAt: at, text: '', reply: turnId === 't-1' ? reply : { ...reply, command } };
    });
    const conversation = { ...of, conversationId, handoff, turns };
    const view = async () => ({ conversation, running: [] });
    const shown = await startIngress({ adapters: ({ gateway }) => ({ gateway: { ...gateway, view } }) });
    const told = await (await fetch(`${shown.url}/v1/conversations/c-9`)).text();
    await shown.stop();
    expect(JSON.parse(told)).toMatchObject({
      handoff: { id: 't-1', state: 'claimed', since: at, agentName: 'Wang' },
      turns: [{ turnId: 't-1' }],
    });
    expect(told).not.toMatch(/Rude|Be kind|anger|agent~1/);
  });

  it('answers 404 where nobody has written', async () => {
    await expectProblem(await get('/v1/conversations/nobody'), 404, 'not_found');
  });
});

describe('DELETE /v1/conversations/{id}/turns/{turn}', () => {
  const cancel = (turn: string) => fetch(`${ingress.url}/v1/conversations/c-1/turns/${turn}`, { method: 'DELETE' });

  it('asks the owner of the turn to cancel it', async () => {
    await postTurn(ingress, 'c-1', { text: 'Hi' });
    const asked = Promise.withResolvers<void>();
    await ingress.state.gateway.watchCancel({ conversationId: 'c-1', turnId: 'turn-1' }, asked.resolve);
    const response = await cancel('turn-1');
    expect(response.status).toBe(202);
    expect(await response.json()).toEqual({ conversationId: 'c-1', turnId: 'turn-1', status: 'cancelling' });
    await asked.promise;
  });

  it('answers 404 for a turn that nobody submitted', async () => {
    await expectProblem(await cancel('turn-9'), 404, 'not_found');
  });
});

describe('documents and operations', () => {
  it('describes every address in /openapi.json, with its errors', async () => {
    const document = (await (await get('/openapi.json')).json()) as {
      openapi: string;
      paths: Record<string, Record<string, { operationId: string; responses: Record<string, unknown> }>>;
      components: { schemas: Record<string, unknown> };
    };
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        '/v1/conversations/{id}/turns',
        '/v1/conversations/{id}/events',
        '/v1/conversations/{id}',
        '/v1/conversations/{id}/turns/{turn}',
        '/v1/traces/{id}',
        '/openapi.json',
        '/asyncapi.json',
        '/livez',
        '/readyz',
        '/metrics',
        '/',
      ]),
    );
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
    const names = operations.map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const { responses } of operations) {
      expect(responses['500']).toMatchObject({ content: { 'application/problem+json': {} } });
    }
    expect(Object.keys(document.paths['/v1/conversations/{id}/turns']?.['post']?.responses ?? {})).toEqual(
      expect.arrayContaining(['200', '202', '400', '409', '413', '415', '503']),
    );
    expect(JSON.stringify(document)).toContain('#/components/schemas/Reply');
  });

  it('serves AsyncAPI 3', async () => {
    expect(await (await get('/asyncapi.json')).json()).toMatchObject({ asyncapi: '3.0.0' });
  });

  it('lives, is ready, and tells metrics', async () => {
    expect((await get('/livez')).status).toBe(200);
    expect(await (await get('/readyz')).json()).toEqual({ status: 'ready', checks: { ingress: 'ok' } });
    expect(await (await get('/metrics')).text()).toBe('up 1\n');
  });

  it('names the dependency that is away, and recovers', async () => {
    let problem: string | null = 'cannot be reached';
    const other = await startIngress({ adapters: () => ({ checks: [{ name: 'redis', problem: () => problem }] }) });
    const unready = await fetch(`${other.url}/readyz`);
    expect(unready.status).toBe(503);
    expect(await unready.json()).toMatchObject({ status: 'not ready', checks: { redis: 'cannot be reached' } });
    problem = null;
    expect((await fetch(`${other.url}/readyz`)).status).toBe(200);
    await other.stop();
  });

  it('answers 404 for a trace that nobody holds', async () => {
    await expectProblem(await get('/v1/traces/turn-1'), 404, 'not_found');
  });
});

describe('what is not there', () => {
  it('answers 404 for unknown addresses', async () => {
    await expectProblem(await get('/v1/nothing'), 404, 'not_found');
    await expectProblem(await get('/v1/conversations/c-1/turns/t-1/more'), 404, 'not_found');
  });

  it.each([
    ['PUT', '/v1/conversations/c-1/turns', 'POST'],
    ['GET', '/v1/conversations/c-1/turns', 'POST'],
    ['POST', '/v1/conversations/c-1', 'GET, HEAD'],
    ['POST', '/v1/conversations/c-1/events', 'GET'],
    ['GET', '/v1/conversations/c-1/turns/t-1', 'DELETE'],
    ['OPTIONS', '/openapi.json', 'GET, HEAD'],
    ['DELETE', '/', 'GET, HEAD'],
  ])('answers 405 for %s %s with Allow: %s', async (method, path, allow) => {
    const response = await fetch(ingress.url + path, { method });
    expect(response.headers.get('allow')).toBe(allow);
    await expectProblem(response, 405, 'invalid_request');
  });

  it('answers 405 before it reads the body', async () => {
    const response = await fetch(`${ingress.url}/`, { method: 'POST', body: 'x'.repeat(1_000_000) });
    await expectProblem(response, 405, 'invalid_request');
  });

  it.each([
    ['/v1/conversations/c-1', 'text/html'],
    ['/v1/conversations/c-1/events', 'application/json'],
    ['/openapi.json', 'application/json;q=0'],
  ])('answers 406 for %s as %s', async (path, accept) => {
    await expectProblem(await get(path, { accept }), 406, 'invalid_request');
  });

  it.each(['application/*', 'text/html, */*;q=0.1', '*/*', 'application/json; charset=utf-8'])(
    'admits Accept: %s',
    async (accept) => {
      expect((await get('/openapi.json', { accept })).status).toBe(200);
    },
  );
});

describe('what nobody expected', () => {
  it('answers 500 without a word of what it was', async () => {
    const broken = await startIngress({
      adapters: ({ gateway }) => ({
        gateway: { ...gateway, view: () => Promise.reject(new Error('secret at 10.0.0.7')) },
      }),
    });
    const problem = await expectProblem(await fetch(`${broken.url}/v1/conversations/c-1`), 500, 'internal');
    expect(JSON.stringify(problem)).not.toContain('secret');
    await broken.stop();
  });
});

describe('requests that are none', () => {
  it.each([
    ['garbage', 'hello there\r\n\r\n', 400],
    [
      'a body of two lengths',
      'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['two lengths', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\nabcd', 400],
    [
      'a malformed chunk',
      'POST /v1/conversations/c-1/turns HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
      400,
    ],
    ['bad percent-encoding', 'GET /v1/conversations/%zz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', 400],
    ['bad UTF-8 in the path', 'GET /v1/conversations/%ff HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', 400],
    ['no host', 'GET /livez HTTP/1.1\r\nconnection: close\r\n\r\n', 400],
    ['huge headers', `GET /livez HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, 431],
    ['a huge address', `GET /${'y'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`, 431],
  ])('refuses %s', async (_what, text, status) => {
    const answer = await raw(text);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer.toLowerCase()).toContain('content-type: application/problem+json');
    expect(JSON.parse(answer.slice(answer.indexOf('{')))).toMatchObject({ status, kind: 'invalid_request' });
  });

  it('goes on after all of them', async () => {
    await raw('\0\0\0');
    await settle();
    expect((await get('/livez')).status).toBe(200);
  });
});

/** Lets requests under way come to where they wait for the clock. */
async function pendingTimers({ clock }: Ingress, count: number): Promise<void> {
  while (clock.pending < count) await settle();
}
