import { describe, expect, it } from '@jest/globals';
import type { Turn } from '@turnfleet/contract/schemas';
import { TurnfleetError } from '@turnfleet/core';
import {
  createWorker,
  createWorld,
  diesBefore,
  streamedText,
  type WorkerOptions,
  type World,
} from '@turnfleet/pipeline-testing';

const wish = { sku: 'SKU-2024-888', city: '上海', quantity: 2 };
const calls = (args: object) => [{ id: 'call_1', name: 'reserve_stock', arguments: JSON.stringify(args) }];
const notDone = '刚才请您确认的事项没有办理。';

/** A conversation in which the shopper has been asked whether two pieces shall be reserved. */
async function asked(): Promise<World> {
  const world = createWorld();
  const record = await world.submit({ turnId: 't-1', text: '帮我预留两件' });
  await createWorker(world, 'asks', { model: [{ calls: calls(wish) }] }).run(record);
  return world;
}

async function say(world: World, turn: Partial<Turn>, options: WorkerOptions = {}) {
  const turnId = turn.turnId ?? 't-2';
  const record = await world.submit({ turnId, ...turn });
  await createWorker(world, turnId, options).run(record);
  return { reply: await world.replyTo(turnId), events: await world.journal(turnId) };
}

describe('a question that is left without its yes', () => {
  it('is said to be dropped, behind the answer, as it is streamed', async () => {
    const { reply, events } = await say(await asked(), { text: '北京有货吗？' });

    expect(reply.text).toMatch(new RegExp(`^t-2 says: 3 in stock\\.\n\n${notDone}`));
    expect(streamedText(events)).toBe(reply.text);
  });

  it('is said to be dropped in the language of the turn', async () => {
    const { reply } = await say(await asked(), { text: 'Is it in stock in Beijing?' });
    expect(reply.text).toContain(
      'What I asked you to confirm has not been done. If you still want it, just ask me again.',
    );
  });

  it('is said to be dropped before the next question, not by words that could be taken for one', async () => {
    const { reply } = await say(
      await asked(),
      { text: '改成三件' },
      { model: [{ calls: calls({ ...wish, quantity: 3 }) }] },
    );
    expect(reply.text).toMatch(new RegExp(`^${notDone}\n\n请确认：为您预留 3 件`));
  });

  it('is not said to be dropped when the same is asked again', async () => {
    const { reply } = await say(await asked(), { text: '还是两件' }, { model: [{ calls: calls(wish) }] });
    expect(reply.text).toMatch(/^请确认：为您预留 2 件/);
  });

  it.each<[string, (world: World) => Promise<unknown>, WorkerOptions]>([
    ['a model that fails', async () => undefined, { model: [{ text: '', reason: 'refusal' }] }],
    ['a shopper who calls the turn off', (world) => cancel(world), {}],
  ])('is said to be dropped by %s', async (_, before, options) => {
    const world = await asked();
    const record = await world.submit({ turnId: 't-2', text: '北京有货吗？' });
    await before(world);
    await createWorker(world, 'fails', options).run(record);
    const reply = await world.replyTo('t-2');

    expect(reply.status).toBe('failed');
    expect(reply.text).toContain(`\n\n${notDone}`);
  });

  it('is said to be dropped once, by the first of a group that leaves', async () => {
    const world = await asked();
    const records = [
      await world.submit({ turnId: 't-2', text: '北京有货吗？' }),
      await world.submit({ turnId: 't-3', text: '广州呢？' }),
    ];
    await cancel(world);
    const worker = createWorker(world, 'together');
    await worker.run(records);

    expect((await world.replyTo('t-2')).text).toContain(notDone);
    expect((await world.replyTo('t-3')).text).toBe('together says: 3 in stock.');
  });

  it('is not said to be undone when nobody knows what an earlier yes came to', async () => {
    const world = await asked();
    const silent = () => {
      throw new TurnfleetError('overloaded', 'Away.');
    };
    await say(world, { text: '好的' }, { tools: { reserve_stock: silent } });
    const { reply } = await say(world, { turnId: 't-3', text: '北京有货吗？' });

    expect(reply.text).not.toContain(notDone);
    expect(reply.text).toContain('目前还不能确定');
  });

  it('is not said to be undone by a yes that is given up as poison: an attempt at it may have done it', async () => {
    const world = await asked();
    const record = await world.submit({ turnId: 't-2', text: '好的' });
    const done = { reserve_stock: () => ({ ...wish, reservation_id: 'R-1' }) };
    for (const name of ['A', 'B', 'C'])
      await expect(
        createWorker(world, name, { tools: done, meddle: diesBefore('commit') }).run(record, { alone: true }),
      ).rejects.toThrow('killed');
    await createWorker(world, 'D').run(record, { alone: true });
    const reply = await world.replyTo('t-2');

    expect(reply.error?.kind).toBe('poison');
    expect(reply.text).not.toContain(notDone);
    expect(reply.text).toContain('目前还不能确定');
  });

  it('is said to be dropped by a record that cannot be read', async () => {
    const world = await asked();
    const { partition } = await world.submit({ turnId: 'other' });
    const value = JSON.stringify({ conversationId: 'c-1', turnId: 't-2', text: '', locale: 'zh-CN' });
    const record = await world.put({ partition, key: null, value: new TextEncoder().encode(value), headers: {} });
    await createWorker(world, 'reads').run(record);

    expect((await world.replyTo('t-2')).text).toContain(notDone);
  });

  it('is not mentioned where it has had its yes', async () => {
    const refuses = () => {
      throw new TurnfleetError('conflict', '1 are free.');
    };
    const { reply } = await say(await asked(), { text: '好的' }, { tools: { reserve_stock: refuses } });
    expect(reply.text).toBe('t-2 says: 3 in stock.');
  });
});

async function cancel(world: World): Promise<void> {
  const at = new Date(world.clock.now()).toISOString();
  const event = { type: 'turn.accepted', turnId: 't-2', text: '北京有货吗？', submittedAt: at } as const;
  await world.state.journal.accept('c-1', event, '');
  await world.state.gateway.requestCancel({ conversationId: 'c-1', turnId: 't-2' });
}
