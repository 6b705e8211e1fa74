import { afterEach, describe, expect, it } from '@jest/globals';
import { startDesks, waiting, withKeys } from './testing/desk.ts';

let desk: Awaited<ReturnType<typeof startDesks>>;
afterEach(() => desk.stop());

const wang = { name: '小王', languages: ['zh'], capacity: 2 };
const json = async (response: Response) => (await response.json()) as Record<string, unknown>;

describe('an agent at the desk', () => {
  it('sees who waits, takes one, says something, and hands back', async () => {
    desk = await startDesks();
    await desk.turn('c-1', 't-1', '转人工', waiting());
    expect(await json(await desk.ask('POST', 'presence', { body: wang }))).toEqual({
      agent: 'wang',
      goneAfterMs: 60_000,
    });
    const queue = await json(await desk.ask('GET', 'queue'));
    expect(queue).toMatchObject({
      waiting: [{ conversationId: 'c-1', suits: true, handoff: { summary: '要退货' } }],
      agents: [{ id: 'wang', has: 0 }],
    });
    const claimed = await desk.ask('POST', 'conversations/c-1/claim');
    expect([claimed.status, (await json(claimed))['command']]).toMatchObject([200, { outcome: 'done', kind: 'claim' }]);
    const said = await json(await desk.ask('POST', 'conversations/c-1/say', { body: { text: '您好' } }));
    expect(said).toMatchObject({ text: '您好', agent: { id: 'wang', name: '小王' } });
    const seen = await json(await desk.ask('GET', 'conversations/c-1'));
    expect(seen).toMatchObject({
      handoff: { agent: 'wang' },
      turns: [{ text: '转人工' }, {}, { reply: { text: '您好' } }],
    });
    expect((await desk.ask('POST', 'conversations/c-1/hand-back', { body: { text: '已退款' } })).status).toBe(200);
    expect(await json(await desk.ask('GET', 'queue'))).toMatchObject({ waiting: [], claimed: [] });
    const late = await desk.ask('POST', 'conversations/c-1/say', { body: { text: '还在吗' } });
    expect([late.status, await json(late)]).toMatchObject([409, { kind: 'conflict' }]);
  });

  it('who claims second is told who has it', async () => {
    desk = await startDesks();
    await desk.turn('c-1', 't-1', '转人工', waiting());
    for (const agent of ['wang', 'li'])
      await desk.ask('POST', 'presence', { agent, body: { ...wang, name: `小${agent}` } });
    const both = await Promise.all(
      ['wang', 'li'].map((agent) => desk.ask('POST', 'conversations/c-1/claim', { agent })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const [winner] = both[0]?.status === 200 ? ['wang'] : ['li'];
    const lost = both.find(({ status }) => status === 409) ?? Response.error();
    expect((await json(lost))['detail']).toContain(`小${winner} (${winner}) has it`);
  });

  it('gives a command with the key of an earlier one its first answer, and does nothing again', async () => {
    desk = await startDesks();
    await desk.turn('c-1', 't-1', '转人工', waiting());
    await desk.ask('POST', 'presence', { body: wang });
    await desk.ask('POST', 'conversations/c-1/claim');
    const say = () => desk.ask('POST', 'conversations/c-1/say', { body: { text: '您好' }, 'idempotency-key': 'k-1' });
    const first = await json(await say());
    await desk.ask('POST', 'conversations/c-1/hand-back', { body: {} });
    expect(await json(await say())).toEqual(first);
    expect(desk.commands.filter(({ kind }) => kind === 'say')).toHaveLength(1);
    const other = { body: { text: '别的' }, 'idempotency-key': 'k-1', agent: 'li' };
    await desk.ask('POST', 'presence', { agent: 'li', body: wang });
    expect((await desk.ask('POST', 'conversations/c-1/say', other)).status).toBe(409);
  });

  it('answers 202 while nobody has decided, and the outcome when it is asked again', async () => {
    desk = await startDesks();
    await desk.turn('c-1', 't-1', '转人工', waiting());
    await desk.ask('POST', 'presence', { body: wang });
    desk.lane.deciding = false;
    const claim = () => desk.ask('POST', 'conversations/c-1/claim', { 'idempotency-key': 'k-1', prefer: 'wait=0' });
    const accepted = await claim();
    expect([accepted.status, await json(accepted)]).toMatchObject([202, { status: 'accepted' }]);
    expect((await claim()).status).toBe(202);
    expect(desk.commands).toHaveLength(1);
  });

  it('has to be there, and has to have room', async () => {
    desk = await startDesks();
    for (const id of ['c-1', 'c-2', 'c-3']) await desk.turn(id, 't-1', '转人工', waiting());
    expect(await json(await desk.ask('POST', 'conversations/c-1/claim'))).toMatchObject({ status: 409 });
    await desk.ask('POST', 'presence', { body: wang });
    for (const id of ['c-1', 'c-2']) expect((await desk.ask('POST', `conversations/${id}/claim`)).status).toBe(200);
    expect(await json(await desk.ask('POST', 'conversations/c-3/claim'))).toMatchObject({ status: 409 });
    await desk.ask('POST', 'conversations/c-1/release');
    expect((await desk.ask('POST', 'conversations/c-3/claim')).status).toBe(200);
  });

  it('is told what is wrong with a request, and where there is nothing', async () => {
    desk = await startDesks();
    const statuses = await Promise.all([
      desk.ask('GET', 'queue', { agent: null }),
      desk.ask('GET', 'conversations/c-none'),
      desk.ask('POST', 'presence', { body: { name: '' } }),
      desk.ask('POST', 'conversations/c-1/transfer', { body: { to: {} } }),
      desk.ask('PUT', 'queue'),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([400, 404, 400, 400, 405]);
    const paths = Object.keys((await json(await fetch(`${desk.url}/openapi.json`)))['paths'] as object);
    expect(paths).toEqual(expect.arrayContaining(['/v1/desk/queue', '/v1/desk/conversations/{id}/hand-back']));
  });
});

describe('where agents sign in', () => {
  it('lets in agents only, each to the conversations of their tenant, as nobody else', async () => {
    desk = await startDesks(1, withKeys);
    await desk.turn('c-1', 't-1', '转人工', waiting({ tenant: 'acme' }));
    const shopper = await desk.keyOf('key-1001', 'acme', 'u-1', ['chat', 'read']);
    const ana = await desk.keyOf('key-1002', 'acme', 'ana', ['agent']);
    const neighbour = await desk.keyOf('key-1003', 'other', 'eve', ['agent']);
    for (const path of ['queue', 'events', 'conversations/c-1'])
      expect([path, (await desk.ask('GET', path, shopper)).status]).toEqual([path, 403]);
    expect((await desk.ask('GET', 'queue', { agent: null })).status).toBe(401);
    expect((await desk.ask('GET', 'queue', { ...ana, agent: 'wang' })).status).toBe(403);
    expect(await json(await desk.ask('GET', 'queue', neighbour))).toMatchObject({ waiting: [] });
    expect((await desk.ask('GET', 'conversations/c-1', neighbour)).status).toBe(404);
    for (const one of [ana, neighbour]) await desk.ask('POST', 'presence', { ...one, body: wang });
    expect((await desk.ask('POST', 'conversations/c-1/claim', neighbour)).status).toBe(404);
    expect(desk.records).toHaveLength(0);
    expect((await desk.ask('POST', 'conversations/c-1/claim', ana)).status).toBe(200);
    expect(Object.keys(desk.records[0]?.headers ?? {})).toContain('x-turnfleet-asker');
  });
});

describe('the desk by itself', () => {
  it('puts back what an agent has who is gone, once, however many desks look', async () => {
    desk = await startDesks(2);
    await desk.turn('c-1', 't-1', '转人工', waiting());
    await desk.ask('POST', 'presence', { body: wang });
    await desk.ask('POST', 'conversations/c-1/claim');
    for (let beats = 0; beats < 4; beats++) {
      await desk.pass(30_000);
      await desk.ask('POST', 'presence', { body: wang });
    }
    expect(await desk.handoffs.claimed('default')).toHaveLength(1);
    await desk.pass(55_000);
    expect(await desk.handoffs.claimed('default')).toHaveLength(1);
    await desk.pass(10_000);
    await desk.pass(30_000);
    expect((await desk.handoffs.waiting('default', 9)).map(({ conversationId }) => conversationId)).toEqual(['c-1']);
    const returns = desk.commands.filter(({ kind }) => kind === 'return');
    expect(returns).toEqual([expect.objectContaining({ agent: 'wang', cause: 'gone' })]);
  });

  it('puts back at once what an agent has who says that they leave', async () => {
    desk = await startDesks();
    await desk.turn('c-1', 't-1', '转人工', waiting());
    await desk.ask('POST', 'presence', { body: wang });
    await desk.ask('POST', 'conversations/c-1/claim');
    expect((await desk.ask('DELETE', 'presence')).status).toBe(204);
    await desk.pass(5_000);
    expect(await desk.handoffs.claimed('default')).toEqual([]);
  });

  it('raises what waits for too long, step by step', async () => {
    desk = await startDesks(2);
    await desk.turn('c-1', 't-1', '转人工', waiting({ since: new Date(desk.clock.now()).toISOString() }));
    const priority = async () => (await desk.handoffs.waiting('default', 1))[0]?.handoff.priority;
    await desk.pass(295_000);
    expect(await priority()).toBe(3);
    await desk.pass(10_000);
    expect(await priority()).toBe(2);
    await desk.pass(310_000);
    expect(await priority()).toBe(1);
    await desk.pass(900_000);
    expect(desk.commands.map(({ kind }) => kind)).toEqual(['escalate', 'escalate']);
  });

  it('raises what waits for too long behind a thousand that are served before', async () => {
    desk = await startDesks();
    const since = new Date(desk.clock.now() - 295_000).toISOString();
    const urgent = waiting({ priority: 1, since });
    for (let i = 0; i < 1_000; i++)
      await desk.handoffs.put({ tenant: 'default', conversationId: `u-${i}`, version: 1, handoff: urgent });
    await desk.turn('c-1', 't-1', '转人工', waiting({ since }));
    await desk.pass(10_000);
    expect((await desk.handoffs.entry('default', 'c-1'))?.handoff.priority).toBe(2);
    expect(desk.commands.map(({ conversationId }) => conversationId)).toEqual(['c-1']);
  });
});
