import { describe, expect, it } from '@jest/globals';
import { decodeReply, homePartition, topics } from '@turnfleet/contract/events';
import { TurnfleetError } from '@turnfleet/core';
import { settle } from '@turnfleet/core/testing';
import {
  createWorker,
  createWorld,
  type Meddle,
  partitions,
  startEngine,
  streamedText,
  type World,
} from '@turnfleet/pipeline-testing';
import type { LogRecord } from '@turnfleet/turn-engine';

const home = homePartition('c-1', partitions);
const texts = { 't-1': 'In stock?', 't-2': 'The blue one.', 't-3': 'In Shanghai.' };
const ids = ['t-1', 't-2', 't-3'];
const lost = () => new TurnfleetError('fenced', 'The partition is no longer ours.');

/** Three messages of one shopper, one right after the other. */
async function given(): Promise<{ world: World; records: readonly [LogRecord, LogRecord, LogRecord] }> {
  const world = createWorld();
  const submit = (turnId: keyof typeof texts) => world.submit({ turnId, text: texts[turnId] });
  return { world, records: [await submit('t-1'), await submit('t-2'), await submit('t-3')] };
}

const replies = (world: World) => Promise.all(ids.map((id) => world.replyTo(id)));
const cancel = (world: World, turnId: string) => world.state.gateway.requestCancel({ conversationId: 'c-1', turnId });

async function answeredOrder({ allIn }: World): Promise<(string | undefined)[]> {
  return (await allIn(topics.replies)).map((record) => decodeReply(record)?.turnId);
}

/** What the model was asked in its `nth` request. */
function asked(worker: ReturnType<typeof createWorker>, nth = 0): string | undefined {
  const message = worker.model.requests[nth]?.messages.at(-1);
  return message && 'text' in message ? message.text : undefined;
}

describe('turns that are answered together', () => {
  it('get one answer to all they say, which the last one carries, and a reply each', async () => {
    const { world, records } = await given();
    const worker = createWorker(world, 'A');

    expect(await worker.run(records)).toBe('done');

    expect(asked(worker)).toBe('In stock?\n\nThe blue one.\n\nIn Shanghai.');
    expect(worker.model.requests).toHaveLength(1);
    const [first, second, last] = await replies(world);
    const pointer = { status: 'completed', text: '', answeredBy: 't-3', model: '', toolCalls: [], suggestions: [] };
    expect(first).toMatchObject({ ...pointer, version: 1, usage: { inputTokens: 0, outputTokens: 0, costUsd: 0 } });
    expect(second).toMatchObject({ ...pointer, version: 2 });
    expect(last).toMatchObject({ status: 'completed', text: 'A says: 3 in stock.', answeredBy: null, version: 3 });
    expect(await answeredOrder(world)).toEqual(ids);
    expect(worker.ended).toEqual([first, second, last]);
    expect(worker.counts.began).toBe(3);
  });

  // Once the floor rose in between, and one version was given twice.
  it('have different versions when a neighbour is forgotten while they begin', async () => {
    const neighbour = Array.from({ length: 100 }, (_, i) => `n-${i}`).find(
      (id) => homePartition(id, partitions) === home,
    );
    const { world, records } = await given();
    let forget = async (): Promise<unknown> => undefined;
    let begun = 0;
    const meddle: Meddle = async (step, when) => {
      if (step === 'begin' && when === 'before' && ++begun === 3) await forget();
    };
    const worker = createWorker(world, 'A', { meddle });
    await worker.run(await world.submit({ turnId: 't-0', conversationId: neighbour ?? '' }));
    const fence = await worker.claim(home);
    forget = () => worker.deps.store.expire(fence, neighbour ?? '', 1);

    const context = { signal: new AbortController().signal, alone: false, holds: async () => undefined };
    expect(await worker.process(records, fence, context)).toBe('done');

    const versions = (await replies(world)).map((reply) => reply?.version);
    expect(versions).toEqual([2, 3, 4]);
    expect((await world.state.gateway.view('c-1'))?.conversation.version).toBe(4);
  });

  it('stand in one commit and one snapshot', async () => {
    const { world, records } = await given();
    const worker = createWorker(world, 'A');

    await worker.run(records);

    const times = (step: string): number => worker.seen.filter((one) => one === step).length;
    expect(['begin', 'commit', `append ${topics.conversations}`, 'confirm', 'settle'].map(times)).toEqual([
      3, 1, 1, 3, 3,
    ]);
    expect(times(`append ${topics.usage}`)).toBe(1);
    expect(worker.seen.lastIndexOf('confirm')).toBeLessThan(worker.seen.indexOf(`append ${topics.replies}`));
    expect(worker.seen.lastIndexOf(`append ${topics.replies}`)).toBeLessThan(worker.seen.indexOf('settle'));
    expect((await world.state.gateway.view('c-1'))?.conversation).toMatchObject({
      version: 3,
      turns: ids.map((turnId) => ({ turnId })),
    });
  });

  it('are told of in the journal of the last one, and each ends', async () => {
    const { world, records } = await given();
    await createWorker(world, 'A').run(records);

    for (const id of ['t-1', 't-2'])
      expect((await world.journal(id)).map(({ type }) => type)).toEqual(['turn.accepted', 'reply.completed']);
    expect(streamedText(await world.journal('t-3'))).toBe('A says: 3 in stock.');
  });

  it('take back what one of them was told before by itself', async () => {
    const { world, records } = await given();
    const diesBeforeCommit: Meddle = (step, when) => {
      if (step === 'commit' && when === 'before') throw lost();
    };
    await createWorker(world, 'A', { meddle: diesBeforeCommit }).run(records[0]);
    expect(streamedText(await world.journal('t-1'))).toBe('A says: 3 in stock.');

    expect(await createWorker(world, 'B').run(records)).toBe('done');

    expect(streamedText(await world.journal('t-1'))).toBe('');
    expect(streamedText(await world.journal('t-3'))).toBe('B says: 3 in stock.');
  });

  it('are one question to the model in later turns', async () => {
    const { world, records } = await given();
    const worker = createWorker(world, 'A', { model: [{ text: 'There are 3.' }, { text: 'And 5.' }] });
    await worker.run(records);

    await worker.run(await world.submit({ turnId: 't-4', text: 'And in Beijing?' }));

    expect(worker.model.requests[1]?.messages.slice(1)).toEqual([
      { role: 'user', text: 'In stock?\n\nThe blue one.\n\nIn Shanghai.' },
      { role: 'assistant', text: 'There are 3.', toolCalls: [] },
      { role: 'user', text: 'And in Beijing?' },
    ]);
  });

  it('all fail when the answer does, each with words of its own language', async () => {
    const world = createWorld();
    const records = [
      await world.submit({ turnId: 't-1', text: 'In stock?' }),
      await world.submit({ turnId: 't-2', text: '上海有货吗？' }),
    ];
    const worker = createWorker(world, 'A', {
      model: [{ fails: new TurnfleetError('model_refused', 'No.') }],
    });

    await worker.run(records);

    const first = await world.replyTo('t-1');
    const second = await world.replyTo('t-2');
    expect([first, second]).toMatchObject([
      { status: 'failed', error: { kind: 'model_refused' }, answeredBy: 't-2', locale: 'en' },
      { status: 'failed', error: { kind: 'model_refused' }, answeredBy: null, locale: 'zh-CN' },
    ]);
    expect(first.text).toMatch(/^[ -~’]+$/);
    expect(second.text).not.toBe(first.text);
  });

  it('publish first, as it is, what one of them has got before', async () => {
    const { world, records } = await given();
    const dies: Meddle = (step) => {
      if (step === `append ${topics.replies}`) throw new Error('killed');
    };
    await expect(createWorker(world, 'A', { meddle: dies }).run(records[0])).rejects.toThrow('killed');
    const next = createWorker(world, 'B');

    expect(await next.run(records)).toBe('done');

    expect(asked(next)).toBe('The blue one.\n\nIn Shanghai.');
    expect(await replies(world)).toMatchObject([
      { text: 'A says: 3 in stock.', version: 1, answeredBy: null },
      { text: '', version: 2, answeredBy: 't-3' },
      { text: 'B says: 3 in stock.', version: 3 },
    ]);
    expect(await answeredOrder(world)).toEqual(ids);
  });

  it('count a turn once that is among them twice', async () => {
    const world = createWorld();
    const records = [await world.submit(), await world.submit({ turnId: 't-2' }), await world.submit()];
    const worker = createWorker(world, 'A');

    expect(await worker.run(records)).toBe('done');

    expect(await answeredOrder(world)).toEqual(['t-1', 't-2']);
    expect(worker.counts.began).toBe(2);
    expect(await worker.run(records)).toBe('done');
    expect(worker.ended).toHaveLength(2);
  });

  it('answer the first of two records of one turn id, whatever the second one says', async () => {
    const world = createWorld();
    const records = [
      await world.submit({ text: 'In stock?' }),
      await world.submit({ turnId: 't-2', text: 'The blue one.' }),
      await world.submit({ text: 'Cancel my order!' }),
    ];
    const worker = createWorker(world, 'A');

    expect(await worker.run(records)).toBe('done');

    expect(asked(worker)).toBe('In stock?\n\nThe blue one.');
    const kept = (await world.state.gateway.view('c-1'))?.conversation.turns.map(({ text }) => text);
    expect(kept).toEqual(['In stock?', 'The blue one.']);
    expect(await answeredOrder(world)).toEqual(['t-1', 't-2']);
  });

  it('begin again when another worker was first with one of them', async () => {
    const { world, records } = await given();
    const worker = createWorker(world, 'A', {
      model: [{ text: 'Never said.' }, { text: 'There are 3.' }],
      meddle: async (step, when) => {
        if (step !== 'commit' || when !== 'before' || worker.seen.filter((one) => one === 'commit').length > 1) return;
        const other = createWorker(world, 'B');
        await other.run(records[0]);
      },
    });

    expect(await worker.run(records)).toBe('reclaim');
    expect(await worker.run(records)).toBe('done');

    expect(await replies(world)).toMatchObject([
      { text: 'B says: 3 in stock.', version: 1 },
      { text: '', answeredBy: 't-3', version: 2 },
      { text: 'There are 3.', version: 3 },
    ]);
    expect(streamedText(await world.journal('t-3'))).toBe('There are 3.');
  });
});

describe('a turn that leaves those it is answered with', () => {
  it('is not asked about if it was cancelled before, and its reply stands where it belongs', async () => {
    const { world, records } = await given();
    const worker = createWorker(world, 'A');
    await worker.claim(home);
    await world.state.gateway.markLogged({ conversationId: 'c-1', turnId: 't-2' });
    expect(await cancel(world, 't-2')).toBe(true);

    await worker.run(records);

    expect(worker.model.requests).toHaveLength(1);
    expect(asked(worker)).toBe('In stock?\n\nIn Shanghai.');
    expect(await replies(world)).toMatchObject([
      { status: 'completed', answeredBy: 't-3', version: 1 },
      { status: 'failed', error: { kind: 'cancelled' }, answeredBy: null, version: 2 },
      { status: 'completed', text: 'A says: 3 in stock.', version: 3 },
    ]);
    expect(await answeredOrder(world)).toEqual(ids);
  });

  /** The model hangs with half an answer when `turnId` is cancelled. */
  async function cancelled(turnId: string) {
    const { world, records } = await given();
    const worker = createWorker(world, 'A', {
      model: [{ hangs: true, afterText: 'There are' }, { text: 'There are 3.' }],
    });
    const running = worker.run(records);
    await world.clock.advance(100);
    await cancel(world, turnId);
    await world.clock.advance(100);
    expect(await running).toBe('done');
    expect(worker.counts.watching).toBe(0);
    expect(world.clock.pending).toBe(0);
    return { world, worker };
  }

  it('in the middle of the work: the others are answered anew, and readers discard what they saw', async () => {
    const { world, worker } = await cancelled('t-2');

    expect(asked(worker, 1)).toBe('In stock?\n\nIn Shanghai.');
    expect(await replies(world)).toMatchObject([
      { status: 'completed', answeredBy: 't-3', version: 1 },
      { status: 'failed', error: { kind: 'cancelled' }, version: 2 },
      { text: 'There are 3.', version: 3 },
    ]);
    const events = await world.journal('t-3');
    expect(events.filter(({ type }) => type === 'reply.reset')).toHaveLength(1);
    expect(streamedText(events)).toBe('There are 3.');
    expect(await answeredOrder(world)).toEqual(ids);
    expect(worker.counts.began).toBe(3);
    expect(worker.seen.filter((step) => step === 'commit')).toHaveLength(1);
  });

  it('does not wait for the others as the first', async () => {
    const { world, worker } = await cancelled('t-1');

    expect(worker.seen.indexOf('settle')).toBeLessThan(worker.seen.lastIndexOf('watch cancel'));
    expect(asked(worker, 1)).toBe('The blue one.\n\nIn Shanghai.');
    expect(await replies(world)).toMatchObject([
      { status: 'failed', error: { kind: 'cancelled' }, version: 1 },
      { status: 'completed', answeredBy: 't-3', version: 2 },
      { text: 'There are 3.', version: 3 },
    ]);
    expect(streamedText(await world.journal('t-3'))).toBe('There are 3.');
  });

  it('leaves the answer to the one before it as the last', async () => {
    const { world, worker } = await cancelled('t-3');

    expect(asked(worker, 1)).toBe('In stock?\n\nThe blue one.');
    expect(await replies(world)).toMatchObject([
      { status: 'completed', answeredBy: 't-2', version: 1 },
      { text: 'There are 3.', answeredBy: null, version: 2 },
      { status: 'failed', error: { kind: 'cancelled' }, version: 3 },
    ]);
    expect(streamedText(await world.journal('t-3'))).toBe('');
    expect(streamedText(await world.journal('t-2'))).toBe('There are 3.');
    expect(await answeredOrder(world)).toEqual(ids);
  });

  it('gets the answer that was complete already', async () => {
    const { world, records } = await given();
    const worker = createWorker(world, 'A', {
      meddle: async (step, when) => {
        if (step === 'commit' && when === 'before') await cancel(world, 't-2');
      },
    });

    await worker.run(records);

    expect(await replies(world)).toMatchObject([{ answeredBy: 't-3' }, { answeredBy: 't-3' }, { status: 'completed' }]);
  });

  it('with all the others: nobody is answered', async () => {
    const { world, records } = await given();
    const worker = createWorker(world, 'A', { model: [{ hangs: true }, { hangs: true }, { hangs: true }] });
    const running = worker.run(records);
    for (const id of ids) {
      await world.clock.advance(100);
      await cancel(world, id);
    }
    await world.clock.advance(100);

    expect(await running).toBe('done');

    const cancelledOne = { status: 'failed', error: { kind: 'cancelled' }, answeredBy: null };
    expect(await replies(world)).toMatchObject([cancelledOne, cancelledOne, cancelledOne]);
  });

  it('runs out of time: what the others get is not later for it', async () => {
    const world = createWorld();
    const soon = world.clock.now() + 5_000;
    const records = [
      await world.submit({ turnId: 't-1', text: texts['t-1'] }),
      await world.submit({ turnId: 't-2', text: texts['t-2'] }, { deadlineAt: soon }),
      await world.submit({ turnId: 't-3', text: texts['t-3'] }),
    ];
    const worker = createWorker(world, 'A', { model: [{ hangs: true, afterText: 'There' }, { text: 'There are 3.' }] });
    const running = worker.run(records);

    await world.clock.advance(5_100);

    expect(await running).toBe('done');
    expect(await replies(world)).toMatchObject([
      { status: 'completed', answeredBy: 't-3' },
      { status: 'failed', error: { kind: 'deadline_exceeded' } },
      { text: 'There are 3.' },
    ]);
  });
});

describe('a yes to what the shopper was asked', () => {
  const wish = { sku: 'SKU-2024-888', city: '上海', quantity: 2 };
  const call = { id: 'call_1', name: 'reserve_stock', arguments: JSON.stringify(wish) };
  const tools = {
    reserve_stock: (args: object) => ({ ...args, reservation_id: 'R-1', expire_time: '2026-01-05T10:15:00Z' }),
  };
  const say = (world: World, turnId: string, text: string) => world.submit({ turnId, text, locale: 'zh-CN' });
  /** In two messages, answered together. */
  async function askedFor() {
    const world = createWorld();
    const worker = createWorker(world, 'A', { tools, model: [{ calls: [call] }, { text: '手机 3999 元。' }] });
    await worker.run([await say(world, 't-1', 'SKU-2024-888'), await say(world, 't-2', '预留两件到上海')]);
    expect(worker.transport.calls).toEqual([]);
    return { world, worker };
  }

  it('is heard first, by itself, before what was sent with it', async () => {
    const { world, worker } = await askedFor();

    await worker.run([
      await say(world, 't-3', '好的'),
      await say(world, 't-4', '多少钱'),
      await say(world, 't-5', '一件'),
    ]);

    expect(worker.transport.calls).toHaveLength(1);
    expect(await world.replyTo('t-3')).toMatchObject({ toolCalls: [{ outcome: 'ok' }], answeredBy: null, version: 3 });
    expect(await world.replyTo('t-4')).toMatchObject({ answeredBy: 't-5', version: 4 });
    expect(await world.replyTo('t-5')).toMatchObject({ text: '手机 3999 元。', version: 5 });
    expect(asked(worker, 1)).toBe('多少钱\n\n一件');
  });

  it('is none behind something else that was sent before it', async () => {
    const { world, worker } = await askedFor();

    await worker.run([await say(world, 't-3', '多少钱'), await say(world, 't-4', '好的')]);

    expect(worker.transport.calls).toEqual([]);
    expect((await world.state.gateway.view('c-1'))?.conversation).toMatchObject({ held: null, version: 4 });
  });

  it('is still waited for when what stood behind the question is withdrawn', async () => {
    const world = createWorld();
    const worker = createWorker(world, 'A', { tools, model: [{ hangs: true }, { calls: [call] }] });
    const running = worker.run([await say(world, 't-1', '预留两件到上海'), await say(world, 't-2', '多少钱')]);
    await world.clock.advance(100);
    await cancel(world, 't-2');
    await world.clock.advance(100);
    await running;

    expect((await world.state.gateway.view('c-1'))?.conversation).toMatchObject({
      state: 'confirmation',
      held: { turnId: 't-1' },
    });
    await worker.run(await say(world, 't-3', '好的'));
    expect(worker.transport.calls).toHaveLength(1);
  });
});

describe('turns that run together and may end their worker', () => {
  const dying: Meddle = (step) => {
    if (step === 'watch cancel') throw new Error('killed');
  };

  it('are suspected together and given back, so that each runs by itself', async () => {
    const { world, records } = await given();
    for (const name of ['A', 'B'])
      await expect(createWorker(world, name, { meddle: dying }).run(records[1])).rejects.toThrow('killed');
    const worker = createWorker(world, 'C');

    expect(await worker.run(records)).toBe('suspect');

    expect(worker.model.requests).toEqual([]);
    const fence = await worker.claim(home);
    const [first, , third] = ids;
    for (const turnId of [first ?? '', third ?? ''])
      expect(await worker.deps.store.begin({ conversationId: 'c-1', turnId }, fence, turnId)).toMatchObject({
        abandoned: 0,
      });
    expect(await worker.run(records[0])).toBe('done');
    expect(await worker.run(records[1])).toBe('suspect');
    expect(await worker.run(records[1], { alone: true })).toBe('done');
    expect(await worker.run(records[2])).toBe('done');
    expect(await answeredOrder(world)).toEqual(ids);
    expect(await world.allIn(topics.deadLetters)).toEqual([]);
  });

  it('are not convicted together: only the one that does it is, at its last attempt', async () => {
    const { world, records } = await given();
    for (const name of ['A', 'B'])
      await expect(createWorker(world, name, { meddle: dying }).run(records)).rejects.toThrow('killed');
    expect(await createWorker(world, 'C').run(records)).toBe('suspect');

    expect(await createWorker(world, 'D').run(records[0], { alone: true })).toBe('done');
    const killer = createWorker(world, 'E', { meddle: dying });
    await expect(killer.run(records[1], { alone: true })).rejects.toThrow('killed');
    expect(await createWorker(world, 'F').run(records.slice(1))).toBe('suspect');
    expect(await createWorker(world, 'G').run(records[1])).toBe('done');
    expect(await createWorker(world, 'H').run(records[2], { alone: true })).toBe('done');

    expect(await replies(world)).toMatchObject([
      { status: 'completed' },
      { status: 'failed', error: { kind: 'poison' } },
      { status: 'completed' },
    ]);
    expect(await world.allIn(topics.deadLetters)).toHaveLength(1);
  });

  it('all give their attempts back when the partition goes away', async () => {
    const { world, records } = await given();
    const worker = createWorker(world, 'A', { model: [{ hangs: true }] });
    const partition = new AbortController();
    const running = worker.run(records, { signal: partition.signal });
    await settle();

    partition.abort(lost());

    expect(await running).toBe('released');
    const fence = await worker.claim(home);
    for (const turnId of ids)
      expect(await worker.deps.store.begin({ conversationId: 'c-1', turnId }, fence, 'next')).toMatchObject({
        abandoned: 0,
      });
  });
});

describe('a worker that waits for what a shopper sends in quick succession', () => {
  it('answers it together, and what comes later by itself', async () => {
    const world = createWorld();
    const worker = createWorker(world, 'A', { model: [{ text: 'There are 3.' }, { text: 'And 5.' }] });
    const engine = await startEngine(world, worker, 300);
    await world.clock.advance(1_000);
    for (const turnId of ids) {
      await world.submit({ turnId, text: turnId });
      await world.clock.advance(90);
    }
    await world.submit({ conversationId: 'c-2', turnId: 't-9' });
    await world.clock.advance(1_000);
    await world.submit({ turnId: 't-4', text: 'And in Beijing?' });
    await world.clock.advance(1_000);

    expect((await replies(world)).map(({ answeredBy }) => answeredBy)).toEqual(['t-3', 't-3', null]);
    expect(await world.replyTo('t-4')).toMatchObject({ version: 4, answeredBy: null });
    expect(await engine.drain()).toMatchObject({ left: 0, committed: true });
    expect(world.clock.pending).toBe(0);
  });

  it('answers of another shopper mixed in: only what one and the same says is one question', async () => {
    const world = createWorld();
    const worker = createWorker(world, 'A', { model: Array.from({ length: 3 }, () => ({ text: 'There are 3.' })) });
    const engine = await startEngine(world, worker, 300);
    await world.submit({ turnId: 't-1', user: { id: 'anna', level: 'gold' } });
    await world.submit({ turnId: 't-2', user: { id: 'ben' } });
    await world.submit({ turnId: 't-3', user: { id: 'ben' } });
    await world.clock.advance(5_000);

    expect((await replies(world)).map(({ answeredBy }) => answeredBy)).toEqual([null, 't-3', null]);
    await engine.drain();
  });

  it('a record that is no turn joins nobody, and holds nobody up', async () => {
    const world = createWorld();
    const engine = await startEngine(world, createWorker(world, 'A', { model: [{ text: '3' }, { text: '5' }] }), 300);
    await world.submit({ turnId: 't-1' });
    await world.put({
      partition: home,
      key: null,
      value: new TextEncoder().encode('{"conversationId":"c-1","turnId":"t-2"}'),
      headers: {},
    });
    await world.submit({ turnId: 't-3' });
    await world.clock.advance(5_000);

    expect(await replies(world)).toMatchObject([
      { status: 'completed', answeredBy: null, version: 1 },
      { status: 'failed', error: { kind: 'invalid_request' }, version: 2 },
      { status: 'completed', answeredBy: null, version: 3 },
    ]);
    expect(await answeredOrder(world)).toEqual(ids);
    await engine.drain();
  });
});
