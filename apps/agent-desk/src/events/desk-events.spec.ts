import { afterEach, describe, expect, it } from '@jest/globals';
import { SseReader } from '@turnfleet/core/sse';
import { startDesks, waiting } from '../testing/desk.ts';

interface Seen {
  readonly id: string;
  readonly type: string;
  readonly data: Record<string, unknown>;
}

let desk: Awaited<ReturnType<typeof startDesks>>;
const leaving = new Set<() => void>();
afterEach(async () => {
  for (const leave of leaving) leave();
  leaving.clear();
  await desk.stop();
});

const present = (agent: string) => desk.ask('POST', 'presence', { agent, body: { name: agent, languages: ['zh'] } });

/** Reads a stream until an event fits; what came before it comes along. */
async function openEvents(agent: string, { at = desk.url, lastEventId }: { at?: string; lastEventId?: string } = {}) {
  const gone = new AbortController();
  leaving.add(() => gone.abort());
  const headers = {
    'x-turnfleet-agent': agent,
    ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
  };
  const response = await fetch(`${at}/v1/desk/events`, { headers, signal: gone.signal });
  const bytes = (response.body as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
  const reader = new SseReader();
  const pending: Seen[] = [];
  const next = async (): Promise<Seen> => {
    while (pending.length === 0) {
      const read = await bytes.next();
      if (read.done) throw new Error('The stream has ended.');
      for (const { id = '', event, data } of reader.push(read.value))
        pending.push({ id, type: event, data: JSON.parse(data) as Record<string, unknown> });
    }
    return pending.shift() as Seen;
  };
  const until = async (fits: (event: Seen) => boolean): Promise<readonly Seen[]> => {
    const seen: Seen[] = [];
    for (;;) {
      const event = await next();
      seen.push(event);
      if (fits(event)) return seen;
    }
  };
  return { next, until, close: () => gone.abort() };
}

const isReplyTo =
  (turnId: string) =>
  ({ type, data }: Seen): boolean =>
    type === 'conversation' &&
    (data['data'] as { turnId?: string }).turnId === turnId &&
    data['type'] === 'reply.completed';

describe('the events of an agent', () => {
  it('begin with the queue, and tell of who comes, who is taken, and whose handoff is over', async () => {
    desk = await startDesks();
    await present('wang');
    await desk.turn('c-1', 't-1', '转人工', waiting());
    const events = await openEvents('wang');
    expect(await events.next()).toMatchObject({ type: 'queue', data: { waiting: [{ conversationId: 'c-1' }] } });
    await desk.turn('c-2', 't-1', '投诉', waiting({ priority: 1 }));
    expect(await events.next()).toMatchObject({
      ...{ type: 'queue.changed', data: { conversationId: 'c-2', entry: { handoff: { priority: 1 }, suits: true } } },
    });
    await desk.turn('c-2', 't-2', '算了', null);
    expect(await events.next()).toMatchObject({ type: 'queue.changed', data: { conversationId: 'c-2', entry: null } });
  });

  it('tell everything of the conversations that they have, and nothing of others', async () => {
    desk = await startDesks();
    await present('wang');
    for (const id of ['c-1', 'c-2']) await desk.turn(id, 't-1', '转人工', waiting());
    const events = await openEvents('wang');
    await events.next();
    await desk.ask('POST', 'conversations/c-1/claim');
    await events.until(({ type }) => type === 'queue.changed');
    await desk.turn('c-2', 't-2', '有人吗');
    await desk.turn('c-1', 't-2', '订单还没到');
    const seen = await events.until(isReplyTo('t-2'));
    expect(seen.filter(({ type }) => type === 'conversation').map(({ data }) => data['conversationId'])).not.toContain(
      'c-2',
    );
    await desk.ask('POST', 'conversations/c-1/hand-back');
    await events.until(({ type, data }) => type === 'queue.changed' && data['entry'] === null);
    await desk.turn('c-1', 't-3', '谢谢');
    await desk.turn('c-3', 't-1', '转人工', waiting());
    const after = await events.until(({ type, data }) => type === 'queue.changed' && data['conversationId'] === 'c-3');
    expect(after.filter(isReplyTo('t-3'))).toEqual([]);
  });

  it('tell what agents did that no shopper hears of', async () => {
    desk = await startDesks();
    await desk.turn('c-1', 't-1', '转人工', waiting());
    for (const agent of ['wang', 'li']) await present(agent);
    await desk.ask('POST', 'conversations/c-1/claim');
    const events = await openEvents('wang');
    await events.next();
    await desk.ask('POST', 'conversations/c-1/note', { agent: 'li', body: { text: '老客户' } });
    await desk.ask('POST', 'conversations/c-1/call', { body: { tool: 'get_order' } });
    const kindOf = ({ data }: Seen) => (data['data'] as { command?: { kind: string } } | undefined)?.command?.kind;
    const seen = await events.until((event) => kindOf(event) === 'call');
    expect(seen.flatMap((event) => kindOf(event) ?? [])).toEqual(['note', 'call']);
  });

  it('go on after the last one at another desk: none is lost, none comes again', async () => {
    desk = await startDesks(2);
    await present('wang');
    for (const id of ['c-1', 'c-2']) {
      await desk.turn(id, 't-1', '转人工', waiting());
      await desk.ask('POST', `conversations/${id}/claim`);
    }
    const first = await openEvents('wang');
    await first.next();
    await desk.turn('c-1', 't-2', '一');
    const [last] = (await first.until(isReplyTo('t-2'))).slice(-1);
    first.close();
    await desk.turn('c-1', 't-3', '二');
    await desk.turn('c-2', 't-3', '三');
    const second = await openEvents('wang', { at: desk.urls[1] ?? '', lastEventId: last?.id ?? '' });
    const ids: unknown[] = [];
    const seen = await second.until((event) => {
      if (isReplyTo('t-3')(event)) ids.push(event.data['conversationId']);
      return ids.length === 2;
    });
    expect(ids.sort()).toEqual(['c-1', 'c-2']);
    expect(seen.some(isReplyTo('t-2'))).toBe(false);
  });

  it('are no beat: an agent who only listens is gone, and hears that what they had is put back', async () => {
    desk = await startDesks();
    await desk.turn('c-1', 't-1', '转人工', waiting());
    await present('wang');
    await desk.ask('POST', 'conversations/c-1/claim');
    const events = await openEvents('wang');
    await events.next();
    await desk.pass(61_000);
    await desk.pass(5_000);
    const back = await events.until(({ type, data }) => type === 'queue.changed' && data['conversationId'] === 'c-1');
    expect(back.at(-1)).toMatchObject({ data: { entry: { handoff: { state: 'waiting', agent: null } } } });
  });
});
