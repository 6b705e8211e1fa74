import { afterEach, describe, expect, it } from '@jest/globals';
import { rateLimitsOf, type WorkerLoad } from '@turnfleet/admission';
import type { PayloadOf } from '@turnfleet/contract/envelope';
import { headerText } from '@turnfleet/contract/events';
import { TurnfleetError } from '@turnfleet/core';
import { settle } from '@turnfleet/core/testing';
import { WsClient } from '@turnfleet/testing';
import { type Ingress, makeKey, openStream, postTurn, startIngress, withKeys } from '../testing/index.ts';

const worker: WorkerLoad = {
  ...{ kind: 'worker', name: 'w', sequence: 1, inFlight: 10, capacity: 10, waiting: 0, behind: 0 },
  ...{ perSecond: 5, fullPerSecond: 5, oldestMs: 0, sharers: [] },
};
const waitingOf = (tenant: string, waiting: number, oldestMs = 0): Partial<WorkerLoad> => ({
  ...{ waiting, oldestMs, sharers: [{ tenant, priority: 2, waiting, oldestMs }] },
});

let ingress: Ingress;
afterEach(() => ingress.stop());

/** A worker tells of itself, and the door has seen it. */
async function told(load: Partial<WorkerLoad>, sequence = 1, headers = {}): Promise<void> {
  await ingress.loads.tell({ ...worker, ...load, sequence }, 60_000);
  await ingress.clock.advance(100);
  await postTurn(ingress, 'nudge', {}, headers); // refused for its body: it counts as nothing
  await settle();
}
const post = (conversation = 'c-1', headers: Record<string, string> = {}) =>
  postTurn(ingress, conversation, { text: 'Hi' }, headers);

describe('a turn', () => {
  it('is told when it begins, as an answer and on its stream', async () => {
    ingress = await startIngress();
    await told(waitingOf('default', 4));
    const response = await post('c-1', { 'idempotency-key': 't-1' });
    expect([response.status, await response.json()]).toEqual([202, expect.objectContaining({ estimatedStartMs: 800 })]);
    const stream = await openStream(`${ingress.url}/v1/conversations/c-1/events?turn=t-1`);
    expect(await stream.next()).toMatchObject({ id: '1-1', type: 'turn.accepted' });
    const queued = await stream.next();
    expect(queued).toMatchObject({ id: '1-1', type: 'turn.queued', data: { turnId: 't-1' } });
    await ingress.worker.answer('c-1', 't-1');
    expect(await stream.next()).toMatchObject({ type: 'reply.completed' });
    stream.close();
  });

  it('is told the same over a WebSocket, without a number, and again as it comes nearer', async () => {
    ingress = await startIngress();
    await told({ ...waitingOf('default', 3), perSecond: 2, fullPerSecond: 2 });
    const client = await WsClient.open(ingress.url);
    client.send('userMessage', { conversationId: 'c-1', turnId: 't-1', text: 'Hi' });
    expect(await client.next('accepted')).toMatchObject({ turnId: 't-1', estimatedStartMs: 1_500 });
    const readTwo = async () => [await client.read(), await client.read()];
    const [accepted, first] = await readTwo();
    expect(accepted).toMatchObject({ sequence: 1, payload: { type: 'turn.accepted', eventId: '1-1' } });
    expect(first).toMatchObject({ sequence: 0, payload: { type: 'turn.queued', eventId: '1-1', turnId: 't-1' } });
    await ingress.clock.advance(1_000);
    const second = await client.read();
    expect(second).toMatchObject({ sequence: 0, payload: { type: 'turn.queued' } });
    const estimates = [first, second].map((frame) => {
      const { data } = frame?.payload as PayloadOf<'turnEvent'>;
      return Number(data?.['estimatedStartMs']);
    });
    expect(estimates[1]).toBeLessThan(estimates[0] ?? 0);
    await ingress.worker.answer('c-1', 't-1');
    expect(await client.read()).toMatchObject({ sequence: 2, payload: { kind: 'systemResponse', final: true } });
    client.send('userMessage', { conversationId: 'c-1', turnId: 't-1', text: 'Hi' });
    expect(await client.next('accepted')).toMatchObject({ repeated: true, estimatedStartMs: 0 });
    client.cut();
  });

  it('that begins at once is told nothing of it', async () => {
    ingress = await startIngress();
    await told({ inFlight: 3 });
    expect(await (await post()).json()).not.toHaveProperty('estimatedStartMs');
  });

  it('is refused where there is no room, with a time to come back, and nothing is kept of it', async () => {
    ingress = await startIngress();
    await told(waitingOf('default', 12));
    const response = await post('c-1', { 'idempotency-key': 't-1' });
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ kind: 'overloaded', retryable: true });
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(ingress.log.records).toHaveLength(0);
    await told({ inFlight: 3 }, 2);
    expect((await post('c-1', { 'idempotency-key': 't-1' })).status).toBe(202);
  });

  it('that was let in gets its first answer again while there is no room, and no stranger learns of it', async () => {
    ingress = await startIngress({ config: withKeys });
    const mine = await makeKey(ingress.access, { user: 'ana' });
    const stranger = await makeKey(ingress.access, { user: 'bob' });
    const again = { ...mine.headers, 'idempotency-key': 't-1' };
    expect((await post('c-1', again)).status).toBe(202);
    await ingress.state.gateway.markLogged({ conversationId: 'c-1', turnId: 't-1' });
    await ingress.worker.answer('c-1', 't-1', { text: 'Once.' });
    const chat = { 'content-type': 'application/json', 'idempotency-key': 't-2' };
    const body = JSON.stringify({
      ...{ model: 'turnfleet', messages: [{ role: 'user', content: 'Hi' }] },
      metadata: { conversation_id: 'c-1' },
    });
    const ask = (key: Record<string, string>) =>
      fetch(`${ingress.url}/v1/chat/completions`, { method: 'POST', body, headers: { ...chat, ...key } });
    const asking = ask(mine.headers);
    while (ingress.log.records.length < 2) await settle();
    await ingress.worker.answer('c-1', 't-2', { text: 'Twice.' });
    expect((await asking).status).toBe(200);
    await told(waitingOf('acme', 12), 1, mine.headers);
    const repeated = await post('c-1', { ...again, prefer: 'wait=1' });
    expect([repeated.status, await repeated.json()]).toEqual([200, expect.objectContaining({ text: 'Once.' })]);
    const completed = await ask(mine.headers);
    expect([completed.status, await completed.text()]).toEqual([200, expect.stringContaining('Twice.')]);
    expect(ingress.log.records).toHaveLength(2);
    const other = await postTurn(ingress, 'c-1', { text: 'Another' }, again);
    expect(other.status).toBe(409);
    const refused = [
      await post('c-1', { ...mine.headers, 'idempotency-key': 't-3' }),
      await post('c-1', { ...stranger.headers, 'idempotency-key': 't-1' }),
      await post('c-1', { ...stranger.headers, 'idempotency-key': 't-3' }),
      await post('c-4', { ...stranger.headers, 'idempotency-key': 't-1' }),
      await ask(stranger.headers),
    ];
    expect(refused.map(({ status }) => status)).toEqual([503, 503, 503, 503, 503]);
    expect(await ingress.state.gateway.ownerOf('c-4')).toEqual({ kind: 'none' });
  });

  it('that was let in gets its first answer again over a WebSocket while there is no room, and no other does', async () => {
    ingress = await startIngress({ config: withKeys });
    const mine = await makeKey(ingress.access, { user: 'ana' });
    const stranger = await makeKey(ingress.access, { user: 'bob' });
    const open = ({ headers }: { readonly headers: Record<string, string> }) => WsClient.open(ingress.url, { headers });
    const said = { conversationId: 'c-1', turnId: 't-1', text: 'Hi' };
    const first = await open(mine);
    first.send('userMessage', said);
    await first.next('accepted');
    await ingress.worker.answer('c-1', 't-1', { text: 'Once.' });
    await told(waitingOf('acme', 12), 1, mine.headers);
    first.send('userMessage', said);
    expect(await first.next('accepted')).toMatchObject({ turnId: 't-1', repeated: true });
    first.send('userMessage', { ...said, turnId: 't-2' });
    expect(await first.next('error')).toMatchObject({ code: 'overloaded', turnId: 't-2' });
    first.send('userMessage', { ...said, text: 'Another' });
    expect(await first.next('error')).toMatchObject({ code: 'conflict', turnId: 't-1' });
    first.cut();
    const again = await open(mine);
    again.send('userMessage', said);
    expect(await again.next('accepted')).toMatchObject({ turnId: 't-1', repeated: true });
    expect(await again.next('systemResponse')).toMatchObject({ turnId: 't-1', final: true, text: 'Once.' });
    again.cut();
    const his = await open(stranger);
    his.send('userMessage', said);
    expect(await his.next('error')).toMatchObject({ code: 'overloaded', turnId: 't-1' });
    his.send('userMessage', { ...said, conversationId: 'c-4' });
    expect(await his.next('error')).toMatchObject({ code: 'overloaded', conversationId: 'c-4' });
    expect(await ingress.state.gateway.ownerOf('c-4')).toEqual({ kind: 'none' });
    his.cut();
    expect(ingress.log.records).toHaveLength(1);
  });

  it('of a calm tenant comes in while the flood of another does not', async () => {
    ingress = await startIngress({ config: withKeys });
    const flood = await makeKey(ingress.access, { tenant: 'flood' });
    const calm = await makeKey(ingress.access, { tenant: 'calm' });
    await told(waitingOf('flood', 6), 1, flood.headers);
    const [refused, taken] = [await post('c-1', flood.headers), await post('c-2', calm.headers)];
    expect([refused.status, taken.status]).toEqual([503, 202]);
  });

  it('comes in where nobody tells how busy the fleet is, also while that cannot be read', async () => {
    const away = () => Promise.reject(new TurnfleetError('overloaded', 'Redis is away.'));
    ingress = await startIngress({ adapters: () => ({ loads: { tell: away, read: away, withdraw: away } }) });
    const statuses = await Promise.all(Array.from({ length: 20 }, async (_, i) => (await post(`c-${i}`)).status));
    expect(new Set(statuses)).toEqual(new Set([202]));
  });

  it('is as urgent as it says, if who asks is trusted', async () => {
    ingress = await startIngress({ config: withKeys });
    const trusted = await makeKey(ingress.access, { trusted: true });
    const other = await makeKey(ingress.access, {});
    for (const [{ headers }, priority] of [
      [trusted, '1'],
      [other, '1'],
      [other, '3'],
      [other, 'now'],
    ] as const)
      await post('c-1', { ...headers, 'x-turnfleet-priority': priority });
    const urgency = ingress.log.records.map(({ headers }) => headerText(headers, 'ce_priority') || null);
    expect(urgency).toEqual(['1', null, '3', null]);
  });
});

describe('requests above a limit', () => {
  it('are refused with what is left and when there is more, each limit by itself', async () => {
    const limits = rateLimitsOf('standard.user=2,standard.key=100,standard.tenant=off');
    if (!limits) throw new Error('unreadable');
    ingress = await startIngress({ config: { ...withKeys, RATE_LIMITS: limits } });
    const [one, two] = [await makeKey(ingress.access, {}), await makeKey(ingress.access, { user: 'u-2' })];
    const answers = [];
    for (let i = 0; i < 3; i++) answers.push(await post('c-1', one.headers));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 429]);
    expect(answers.map(({ headers }) => headers.get('ratelimit'))).toEqual(
      ['1', '0', '0'].map((left) => expect.stringMatching(new RegExp(`^"user";r=${left};t=\\d+$`))),
    );
    expect(answers[0]?.headers.get('ratelimit-policy')).toBe('"key";q=100;w=60, "user";q=2;w=60');
    expect(await answers[2]?.json()).toMatchObject({ kind: 'rate_limited' });
    expect(Number(answers[2]?.headers.get('retry-after'))).toBeGreaterThan(59);
    expect((await post('c-2', two.headers)).status).toBe(202);
  });

  it('count for the user for whom a key acts', async () => {
    const limits = rateLimitsOf('standard.user=1');
    if (!limits) throw new Error('unreadable');
    ingress = await startIngress({ config: { ...withKeys, RATE_LIMITS: limits } });
    const server = await makeKey(ingress.access, { user: null, actsForOthers: true });
    const ask = async (user: string, conversation: string): Promise<number> =>
      (await postTurn(ingress, conversation, { text: 'Hi', user: { id: user } }, server.headers)).status;
    expect([await ask('a', 'c-1'), await ask('a', 'c-2'), await ask('b', 'c-3')]).toEqual([202, 429, 202]);
  });

  it('are of an address before anybody looks who asks, and never of probes', async () => {
    const limits = rateLimitsOf('address=2');
    if (!limits) throw new Error('unreadable');
    ingress = await startIngress({ config: { ...withKeys, RATE_LIMITS: limits } });
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await fetch(`${ingress.url}/v1/conversations/c-1`)).status);
    expect(statuses).toEqual([401, 401, 429]);
    expect((await fetch(`${ingress.url}/livez`)).status).toBe(200);
  });
});

it('a user has so many streams and no more, until one ends', async () => {
  ingress = await startIngress({ config: { ...withKeys, STREAMS_PER_USER: 2 } });
  const { headers } = await makeKey(ingress.access, {});
  const open = (i: number) => openStream(`${ingress.url}/v1/conversations/c-${i}/events`, undefined, headers);
  const streams = [await open(1), await open(2), await open(3)];
  expect(streams.map(({ status }) => status)).toEqual([200, 200, 429]);
  streams[0]?.close();
  while ((await open(4)).status !== 200) await settle();
  for (const stream of streams) stream.close();
});

it('an ingress holds so many streams and no more, and tells the next one when to come back', async () => {
  ingress = await startIngress({ config: { MAX_STREAMS: 2 } });
  const open = (i: number) => openStream(`${ingress.url}/v1/conversations/c-${i}/events`);
  const streams = [await open(1), await open(2), await open(3)];
  expect(streams.map(({ status }) => status)).toEqual([200, 200, 503]);
  expect(Number(streams[2]?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  expect((await post()).status).toBe(202);
  for (const stream of streams) stream.close();
});

it('a late event loop refuses all but what operators ask', async () => {
  let delayMs = 600;
  ingress = await startIngress({ adapters: () => ({ loopDelay: { ms: () => delayMs, stop: () => undefined } }) });
  const statuses = async () => [(await post()).status, (await fetch(`${ingress.url}/livez`)).status];
  expect(await statuses()).toEqual([503, 200]);
  delayMs = 300;
  expect(await statuses()).toEqual([503, 200]);
  delayMs = 200;
  expect(await statuses()).toEqual([202, 200]);
});
