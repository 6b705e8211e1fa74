import { describe, expect, it } from '@jest/globals';
import {
  decodeSnapshot,
  encodeSnapshot,
  encodeTurn,
  forwardedHeaders,
  homePartition,
  replay,
  topics,
} from '@turnfleet/contract/events';
import { type Turn } from '@turnfleet/contract/schemas';
import { TurnfleetError } from '@turnfleet/core';
import {
  createWorker,
  createWorld,
  diesBefore,
  type Meddle,
  partitions,
  type WorkerOptions,
  type World,
} from '@turnfleet/pipeline-testing';
import type { LogRecord } from '@turnfleet/turn-engine';

const wish = { sku: 'SKU-2024-888', city: '上海', quantity: 2 };
const reservation = { ...wish, reservation_id: 'R-1', expire_time: '2026-01-05T10:15:00Z' };
const reserves: WorkerOptions = {
  model: [{ calls: [{ id: 'call_1', name: 'reserve_stock', arguments: JSON.stringify(wish) }] }],
};
const answers: WorkerOptions = { tools: { reserve_stock: () => reservation } };

const ask = (world: World): Promise<LogRecord> =>
  world.submit({ turnId: 't-1', text: '帮我预留两件 SKU-2024-888 到上海' });
const yes = (world: World, turnId = 't-2', turn: Partial<Turn> = {}): Promise<LogRecord> =>
  world.submit({ turnId, text: '好的', ...turn });

/** The question is put by a worker that is meddled with. */
async function asking(world: World, record: LogRecord, meddle?: Meddle): Promise<void> {
  await createWorker(world, 'asks', { ...reserves, ...(meddle ? { meddle } : {}) }).run(record);
}

/** A yes that was first written somewhere else, and is at home behind everything there is. */
function forwardedYes(world: World, turnId: string, saidAt: number): Promise<LogRecord> {
  const record = encodeTurn({ conversationId: 'c-1', turnId, text: '好的' }, homePartition('c-1', partitions));
  return world.put({ ...record, headers: forwardedHeaders(record.headers, saidAt) });
}

/** How often the tool was called for real. */
async function effectsOf(world: World, records: LogRecord | readonly LogRecord[], name = 'next'): Promise<number> {
  const worker = createWorker(world, name, answers);
  await worker.run(records);
  return worker.transport.calls.filter(({ key }) => key !== undefined).length;
}

const heldIn = async (world: World) => (await world.state.gateway.view('c-1'))?.conversation.held ?? null;

describe('a yes that was said before the question', () => {
  it('runs nothing and is answered as any other message', async () => {
    const world = createWorld();
    const [first, early] = [await ask(world), await yes(world)];
    await asking(world, first);

    expect(await effectsOf(world, early)).toBe(0);
    expect((await world.replyTo('t-2')).text).toContain('next says: 3 in stock.');
    expect(await heldIn(world)).toBeNull();
  });

  it('runs nothing either when it is answered together with others', async () => {
    const world = createWorld();
    const [first, early] = [await ask(world), await yes(world)];
    const more = await world.submit({ turnId: 't-3', text: '谢谢' });
    await asking(world, first);

    expect(await effectsOf(world, [early, more])).toBe(0);
    expect(await world.replyTo('t-2')).toMatchObject({ answeredBy: 't-3' });
  });

  it('is early as long as the question is not in the log, also when another worker puts it there', async () => {
    const world = createWorld();
    const first = await ask(world);
    await expect(asking(world, first, diesBefore(`append ${topics.replies}`))).rejects.toThrow('killed');
    const early = await yes(world);
    await asking(world, first);

    expect((await world.replyTo('t-1')).text).toContain('请确认');
    expect(await effectsOf(world, early)).toBe(0);
  });

  it('is early too when the other worker is given both at once', async () => {
    const world = createWorld();
    const first = await ask(world);
    await expect(asking(world, first, diesBefore(`append ${topics.replies}`))).rejects.toThrow('killed');
    const early = await yes(world);

    expect(await effectsOf(world, [first, early])).toBe(0);
    expect((await world.replyTo('t-1')).text).toContain('请确认');
    expect((await world.replyTo('t-2')).text).toContain('next says: 3 in stock.');
  });

  it('is early too when it came between the commit and the question, on one worker', async () => {
    const world = createWorld();
    let early: LogRecord | undefined;
    await asking(world, await ask(world), async (step, when) => {
      if (step === `append ${topics.replies}` && when === 'before') early = await yes(world);
    });

    expect(early && (await effectsOf(world, early))).toBe(0);
  });

  it('cannot pass for a later one by being forwarded', async () => {
    const world = createWorld();
    const saidAt: number[] = [world.clock.now()];
    const moments = async (step: string, when: string): Promise<void> => {
      if (!step.startsWith('append') || when !== 'before') return;
      await world.clock.advance(1_000);
      saidAt.push(world.clock.now());
      await world.clock.advance(1_000);
    };
    await asking(world, await ask(world), moments);
    expect(saidAt).toHaveLength(4);

    for (const [i, at] of saidAt.slice(0, 3).entries()) {
      const record = await forwardedYes(world, `t-${i + 2}`, at);
      const worker = createWorker(world, `next ${i}`, { ...answers, meddle: diesBefore('commit') });
      await expect(worker.run(record)).rejects.toThrow('killed');
      expect(worker.transport.calls).toEqual([]);
    }
    expect(await effectsOf(world, await forwardedYes(world, 't-9', world.clock.now()))).toBe(1);
  });
});

describe('a dead letter that says yes', () => {
  it('answers no question when it is replayed: it was said to another one', async () => {
    const world = createWorld();
    await asking(world, await ask(world));
    const turn = { conversationId: 'c-1', turnId: 't-0', text: '好的' };
    const letter = encodeTurn(turn, homePartition('c-1', partitions));
    const { record } = replay(letter, partitions, world.clock.now());

    expect(await effectsOf(world, await world.put(record))).toBe(0);
  });
});

describe('a yes behind the question', () => {
  it('counts, however wrong its sender’s clock is', async () => {
    const world = createWorld();
    await asking(world, await ask(world));
    const worker = createWorker(world, 'next', answers);
    await worker.run({ ...(await yes(world)), timestamp: world.clock.now() - 20_000 });

    expect(worker.transport.calls).toHaveLength(1);
  });

  it('counts when another worker has taken over, and when the store was lost in between', async () => {
    const world = createWorld();
    await asking(world, await ask(world));
    await createWorker(world, 'other').claim(homePartition('c-1', partitions));
    await world.flush();

    expect(await effectsOf(world, await yes(world))).toBe(1);
    expect((await world.replyTo('t-2')).text).toContain('R-1');
  });

  it('counts when the question is told by the next owner, and only once that has told it', async () => {
    const world = createWorld();
    const first = await ask(world);
    await expect(asking(world, first, diesBefore('settle'))).rejects.toThrow('killed');
    await asking(world, first);

    expect(await effectsOf(world, await yes(world))).toBe(1);
  });

  it('counts again after one of which nobody knows what it came to', async () => {
    const world = createWorld();
    await asking(world, await ask(world));
    const silent = () => {
      throw new TurnfleetError('overloaded', 'Away.');
    };
    await createWorker(world, 'unheard', { tools: { reserve_stock: silent } }).run(await yes(world));
    await world.flush();

    expect(await effectsOf(world, await yes(world, 't-3'))).toBe(1);
  });

  it('finds a question that a late record made its owner repeat, in the words of its commit', async () => {
    const world = createWorld();
    const home = homePartition('c-1', partitions);
    await asking(world, await ask(world));
    const snapshots = async () => (await world.allIn(topics.conversations)).map((record) => decodeSnapshot(record));
    const [committed] = await snapshots();
    if (!committed) throw new Error('there is no snapshot');
    const late = { ...committed, generation: committed.generation - 1 };
    await world.log.append(encodeSnapshot('c-1', JSON.stringify(late), home));
    await createWorker(world, 'next owner').claim(home);

    expect((await snapshots()).map((one) => one?.conversation)).toEqual(Array(3).fill(committed.conversation));
    expect(await effectsOf(world, await yes(world))).toBe(1);
  });

  it('does not count from anybody else in the conversation', async () => {
    const world = createWorld();
    await asking(world, await world.submit({ turnId: 't-1', text: '帮我预留两件', user: { id: 'anna' } }));

    expect(await effectsOf(world, await yes(world, 't-2', { user: { id: 'ben' } }))).toBe(0);
    expect((await world.replyTo('t-2')).text).toContain('next says');
  });

  it('does not count from who is not named, nor from another tenant', async () => {
    for (const other of [{}, { user: { id: 'anna' }, tenant: 'other' }]) {
      const world = createWorld();
      await asking(world, await world.submit({ turnId: 't-1', text: '帮我预留两件', user: { id: 'anna' } }));
      expect(await effectsOf(world, await yes(world, 't-2', other))).toBe(0);
    }
  });

  it('counts from the same shopper with another level by now', async () => {
    const world = createWorld();
    await asking(world, await world.submit({ turnId: 't-1', text: '帮我预留两件', user: { id: 'anna' } }));

    expect(await effectsOf(world, await yes(world, 't-2', { user: { id: 'anna', level: 'gold' } }))).toBe(1);
  });

  it('does not count for a question of which an older version kept no place', async () => {
    const world = createWorld();
    await asking(world, await ask(world));
    const home = homePartition('c-1', partitions);
    const older = createWorker(world, 'old');
    const fence = await older.claim(home);
    const view = await world.state.gateway.view('c-1');
    const held = view?.conversation.held;
    if (!view || !held) throw new Error('nothing is held');
    const { key, callId, tool, arguments: args, turnId, expiresAt } = held;
    const old = { key, callId, tool, arguments: args, turnId, expiresAt } as typeof held;
    const conversation = { ...view.conversation, held: old };
    const { version: basedOn } = conversation;
    await older.deps.store.commit({ conversationId: 'c-1', basedOn, conversation, replies: [] }, fence);

    expect(await effectsOf(world, await yes(world))).toBe(0);
  });
});
