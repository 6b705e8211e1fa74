import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { frameCodec, type PayloadOf, payloadOf, subprotocols } from '@turnfleet/contract/envelope';
import { ManualClock, settle } from '@turnfleet/core/testing';
import { WsStats } from '@turnfleet/http-kit';
import { anonymous } from '@turnfleet/principal';
import type { BusMessage } from '@turnfleet/session';
import { WsClient } from '@turnfleet/testing';
import type { WebSocket } from 'ws';
import { configSchema } from '../config.ts';
import { startDesks, waiting, withKeys } from '../testing/desk.ts';
import { AgentSocket } from './agent-socket.ts';

let desk: Awaited<ReturnType<typeof startDesks>>;
const clients = new Set<WsClient>();
afterEach(async () => {
  for (const client of clients) client.cut();
  clients.clear();
  await desk?.stop();
});

const path = '/v1/desk/ws';
const named = (agent: string) => ({ path, headers: { 'x-turnfleet-agent': agent } });

async function open(
  agent: string,
  { at = desk.url, ...more }: Parameters<typeof WsClient.open>[1] & { at?: string } = {},
) {
  const client = await WsClient.open(at, { ...named(agent), ...more });
  clients.add(client);
  return client;
}

/** There, and told of everything after an event. */
async function atDesk(agent: string, { at = desk.url, lastEventId = '' } = {}): Promise<WsClient> {
  const client = await open(agent, { at });
  client.send('agentPresence', { present: true, name: `小${agent}`, languages: ['zh'] });
  await client.next('ack');
  client.send('subscribe', { lastEventId });
  await client.next('subscribed');
  return client;
}

const give = (client: WsClient, name: string, body: Record<string, unknown> = {}, key = '') =>
  client.send('deskCommand', { conversationId: 'c-1', name, body, key });
const isOf =
  (type: string) =>
  (event: PayloadOf<'deskEvent'>): boolean =>
    event.type === type;
const replyIn = ({ data }: PayloadOf<'deskEvent'>) =>
  (data as { data?: { turnId?: string; text?: string; status?: string } }).data;

describe('an agent over WebSocket', () => {
  it.each(subprotocols)('is told the queue, claims, says, hands back, over %s', async (subprotocol) => {
    desk = await startDesks();
    await desk.turn('c-1', 't-1', '转人工', waiting());
    const client = await open('wang', { subprotocol });
    client.send('agentPresence', { present: true, name: '小王', skills: ['general'], languages: ['zh'], capacity: 2 });
    await client.next('ack');
    expect(await desk.handoffs.present('default')).toMatchObject([{ id: 'wang', name: '小王', capacity: 2 }]);
    client.send('subscribe', {});
    expect(await client.next('subscribed')).toMatchObject({ conversationId: '', afterEventId: '' });
    expect(await client.next('deskEvent')).toMatchObject({
      ...{ type: 'queue', data: { waiting: [{ conversationId: 'c-1', suits: true }] } },
    });
    const claim = give(client, 'claim');
    expect(await client.next('deskOutcome', ({ answers }) => answers === claim)).toMatchObject({
      ...{ conversationId: 'c-1', commandId: expect.stringMatching(/^agent~claim~/) },
      reply: { command: { kind: 'claim', outcome: 'done' } },
    });
    const said = give(client, 'say', { text: '您好' });
    expect(await client.next('deskOutcome', ({ answers }) => answers === said)).toMatchObject({
      reply: { text: '您好', agent: { id: 'wang', name: '小王' } },
    });
    await desk.turn('c-1', 't-2', '订单还没到');
    await client.next('deskEvent', (event) => isOf('conversation')(event) && replyIn(event)?.turnId === 't-2');
    give(client, 'hand-back', { text: '已退款' });
    await client.next('deskEvent', ({ type, data }) => type === 'queue.changed' && data?.['entry'] === null);
    client.send('agentPresence', { present: false });
    await client.next('ack');
    expect(await desk.handoffs.present('default')).toEqual([]);
  });

  it('who claims second is told who has it, in an error about that command', async () => {
    desk = await startDesks(2);
    await desk.turn('c-1', 't-1', '转人工', waiting());
    const [wang, li] = [await atDesk('wang'), await atDesk('li', { at: desk.urls[1] ?? '' })];
    give(wang, 'claim');
    await wang.next('deskOutcome');
    const answers = give(li, 'claim');
    expect(await li.next('error')).toMatchObject({
      ...{ answers, code: 'conflict', conversationId: 'c-1', message: expect.stringContaining('小wang (wang) has it') },
    });
  });

  it('goes on after the last event at another desk: nothing is lost, nothing comes again', async () => {
    desk = await startDesks(2);
    await desk.turn('c-1', 't-1', '转人工', waiting());
    const one = await atDesk('wang');
    give(one, 'claim');
    await one.next('deskOutcome');
    await desk.turn('c-1', 't-2', '一');
    const { eventId } = await one.next(
      'deskEvent',
      (event) => replyIn(event)?.turnId === 't-2' && replyIn(event)?.status !== undefined,
    );
    one.cut();
    await desk.turn('c-1', 't-3', '二');
    const two = await atDesk('wang', { at: desk.urls[1] ?? '', lastEventId: eventId });
    const turns: unknown[] = [];
    while (!turns.includes('t-3')) {
      const event = await two.next('deskEvent', isOf('conversation'));
      turns.push(replyIn(event)?.turnId);
    }
    expect(new Set(turns)).toEqual(new Set(['t-3']));
  });

  it('gets the first answer to a command under the same key, at another desk and after the end', async () => {
    desk = await startDesks(2);
    await desk.turn('c-1', 't-1', '转人工', waiting());
    const one = await atDesk('wang');
    give(one, 'claim');
    await one.next('deskOutcome');
    give(one, 'say', { text: '您好' }, 'k-1');
    const first = await one.next('deskOutcome');
    one.cut();
    const two = await atDesk('wang', { at: desk.urls[1] ?? '' });
    give(two, 'hand-back');
    await two.next('deskOutcome');
    give(two, 'say', { text: '您好' }, 'k-1');
    expect((await two.next('deskOutcome')).reply).toEqual(first.reply);
    expect(desk.commands.filter(({ kind }) => kind === 'say')).toHaveLength(1);
  });

  it.each([
    ['a gap', 9, 3],
    ['a repeat', 2, 3],
  ])('is told which number was expected after %s, and the command is not given', async (_, sequence, expected) => {
    desk = await startDesks();
    await desk.turn('c-1', 't-1', '转人工', waiting());
    const client = await open('wang');
    client.send('agentPresence', { present: true, name: '小王' });
    await client.next('ack');
    client.sendAs(sequence, 'deskCommand', { conversationId: 'c-1', name: 'claim' });
    expect(await client.next('error')).toMatchObject({ code: 'conflict', expectedSequence: expected });
    expect(desk.commands).toEqual([]);
  });

  it('is told what is wrong with a message', async () => {
    desk = await startDesks();
    const client = await open('wang');
    const codes: unknown[] = [];
    const asked = [
      () => client.send('deskCommand', { conversationId: 'c-1', name: 'fire' }),
      () => client.send('deskCommand', { conversationId: '..', name: 'claim' }),
      () => client.send('deskCommand', { conversationId: 'c-1', name: 'say', body: { text: '' } }),
      () => client.send('agentPresence', { present: true }),
      () => client.send('subscribe', { conversationId: 'c-1' }),
      () => client.send('userMessage', { conversationId: 'c-1', text: 'hi' }),
      () => client.send('deskCommand', { conversationId: 'c-1', name: 'claim' }),
    ];
    for (const ask of asked) {
      const sequence = ask();
      const { answers, code } = await client.next('error');
      codes.push(answers === sequence ? code : 'not its answer');
    }
    expect(codes).toEqual([...Array.from({ length: 6 }, () => 'invalid_request'), 'conflict']);
  });

  it('hears who types in the conversations that they have, and of no others; shoppers hear the agent by name', async () => {
    desk = await startDesks();
    const heard: BusMessage[] = [];
    const listening = await desk.sessions.listen((message) => message && heard.push(message));
    for (const id of ['c-1', 'c-2']) await desk.turn(id, 't-1', '转人工', waiting());
    const client = await atDesk('wang');
    client.send('typing', { conversationId: 'c-1', active: true });
    expect(await client.next('error')).toMatchObject({ code: 'not_found', conversationId: 'c-1' });
    give(client, 'claim');
    await client.next('deskEvent', isOf('queue.changed'));
    const shopper = { kind: 'signal', from: 's-1', user: 'u-1', what: 'typing', on: true } as const;
    await desk.sessions.tell({ ...shopper, conversationId: 'c-2' });
    await desk.sessions.tell({ ...shopper, conversationId: 'c-1' });
    expect(await client.next('typing')).toEqual(
      payloadOf('typing', { conversationId: 'c-1', active: true, user: 'u-1' }),
    );
    await desk.sessions.tell({ ...shopper, conversationId: 'c-1', what: 'presence', on: false });
    expect(await client.next('presence')).toMatchObject({ conversationId: 'c-1', present: false });
    client.send('typing', { conversationId: 'c-1', active: true });
    client.send('heartbeat', {});
    await client.next('heartbeat');
    expect(heard.at(-1)).toMatchObject({
      kind: 'signal',
      conversationId: 'c-1',
      user: '小wang',
      what: 'typing',
      on: true,
    });
    listening.close();
  });

  it('is kept alive by heartbeats, is let go when nothing comes for a minute, and has to say hello', async () => {
    desk = await startDesks();
    const client = await open('wang');
    await desk.pass(31_000);
    await client.next('heartbeat');
    await desk.pass(31_000);
    expect(await client.end()).toMatchObject({ code: 4408 });
    const mute = await WsClient.connect(desk.url, named('wang'));
    await desk.pass(11_000);
    expect(await mute.end()).toMatchObject({ code: 4408 });
    const rude = await WsClient.connect(desk.url, named('wang'));
    rude.send('subscribe', {});
    expect(await rude.end()).toMatchObject({ code: 4400 });
  });

  it('is sent away to come again when the desk stops', async () => {
    desk = await startDesks();
    const client = await open('wang');
    const stopping = desk.stop();
    expect(await client.next('goodbye')).toMatchObject({ reason: 'drain', retryAfter: 1 });
    expect(await client.end()).toMatchObject({ code: 1001 });
    await stopping;
  });

  it('is not sent more than waits in a socket that takes nothing', async () => {
    const clock = new ManualClock();
    const ping = jest.fn<(data: string, mask: undefined, written: () => void) => void>();
    const socket = { bufferedAmount: 70_000, send: jest.fn(), ping } as unknown as WebSocket;
    const entered = { principal: anonymous, credential: { kind: 'none' as const }, conversationId: null };
    const codec = frameCodec('turnfleet.json.v1');
    const agent = new AgentSocket(
      { clock, stats: new WsStats(), url: '' },
      { socket, codec, entered },
      { tenant: 'default', id: 'wang' },
      's-1',
    );
    let told = false;
    const telling = agent
      .tell(payloadOf('deskEvent', { type: 'queue' }), new AbortController().signal)
      .then(() => (told = true));
    await settle();
    expect([told, agent.stalledSince]).toEqual([false, clock.monotonic()]);
    ping.mock.calls[0]?.[2]();
    await telling;
    expect([told, agent.stalledSince]).toEqual([true, null]);
  });
});

describe('the door of the agents’ WebSocket', () => {
  it('lets in agents alone, by key or ticket, once', async () => {
    desk = await startDesks(1, withKeys);
    const ana = await desk.keyOf('key-1001', 'acme', 'ana', ['agent']);
    const shopper = await desk.keyOf('key-1002', 'acme', 'u-1', ['chat', 'read']);
    const connect = (authorization: string, query = '') =>
      WsClient.connect(desk.url, { path, ...(authorization && { headers: { authorization } }) }, query);
    const { ticket } = (await (await desk.ask('POST', 'tickets', ana)).json()) as { ticket: string };
    (await connect('', `?ticket=${ticket}`)).cut();
    await expect(connect('', `?ticket=${ticket}`)).rejects.toThrow(/^401/);
    await expect(connect(shopper.authorization)).rejects.toThrow(/^403/);
    await expect(WsClient.connect(desk.url, { path })).rejects.toThrow(/^401/);
    expect((await fetch(`${desk.url}${path}`, { headers: { authorization: ana.authorization } })).status).toBe(426);
  });

  it('ends what a revoked key holds open, and lets in no page of a stranger', async () => {
    desk = await startDesks(1, withKeys);
    const { authorization } = await desk.keyOf('key-1001', 'acme', 'ana', ['agent']);
    const strange = { path, headers: { authorization, origin: 'https://evil.example' } };
    await expect(WsClient.connect(desk.url, strange)).rejects.toThrow(/^403/);
    const client = await WsClient.open(desk.url, { path, headers: { authorization } });
    const record = await desk.access.list();
    await desk.access.put({
      ...record.find(({ id }) => id === 'key-1001'),
      revokedAt: '2025-01-01T00:00:00.000Z',
    } as never);
    await desk.pass(6_000);
    expect(await client.next('error')).toMatchObject({ code: 'unauthenticated' });
    expect(await client.end()).toMatchObject({ code: 4401 });
  });

  it('counts commands as requests, and holds no more sockets for an agent than a user may have', async () => {
    const { RATE_LIMITS } = configSchema.parse({ RATE_LIMITS: 'standard.key=4' });
    desk = await startDesks(1, { ...withKeys, RATE_LIMITS, STREAMS_PER_USER: 1 });
    const { authorization } = await desk.keyOf('key-1001', 'acme', 'ana', ['agent']);
    const client = await WsClient.open(desk.url, { path, headers: { authorization } });
    await expect(WsClient.connect(desk.url, { path, headers: { authorization } })).rejects.toThrow(/^429/);
    const beat = () => client.send('agentPresence', { present: true, name: 'Ana' });
    beat();
    beat();
    beat();
    expect(await client.next('error')).toMatchObject({ code: 'rate_limited', retryAfter: expect.any(Number) });
    client.cut();
  });
});
