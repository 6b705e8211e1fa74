import { describe, expect, it } from '@jest/globals';
import { emptyConversation, type Turn } from '@turnfleet/contract/schemas';
import { TurnfleetError } from '@turnfleet/core';
import { settle } from '@turnfleet/core/testing';
import type { ModelToolCall } from '@turnfleet/model';
import {
  createWorker,
  createWorld,
  diesBefore,
  type Meddle,
  streamedText,
  type WorkerOptions,
  type World,
  type WorldWorker,
  whilePassing,
} from '@turnfleet/pipeline-testing';

const wish = { sku: 'SKU-2024-888', city: '上海', quantity: 2 };
const call = (args: object = wish, id = 'call_1'): ModelToolCall => ({
  id,
  name: 'reserve_stock',
  arguments: JSON.stringify(args),
});
const late = () => new TurnfleetError('tool_timeout', 'Too late.');

const reservation = (args: object) => ({ ...args, reservation_id: 'R-1', expire_time: '2026-01-05T10:15:00Z' });
const reserved = { reserve_stock: reservation };

/** A conversation in which the shopper has been asked whether two pieces shall be reserved. */
async function asked(options: WorkerOptions = {}) {
  const world = createWorld();
  const say = async (turnId: string, text: string, more: WorkerOptions = {}, turn: Partial<Turn> = {}) => {
    const record = await world.submit({ turnId, text, ...turn });
    const worker = createWorker(world, turnId, more);
    await whilePassing(world.clock, worker.run(record), 500);
    return { worker, reply: await world.replyTo(turnId), events: await world.journal(turnId) };
  };
  const first = await say('t-1', '帮我预留两件 SKU-2024-888 到上海', { model: [{ calls: [call()] }], ...options });
  return { world, say, first };
}

async function stateOf(world: World) {
  const view = await world.state.gateway.view('c-1');
  return view?.conversation ?? emptyConversation('c-1');
}

const dropped = '刚才请您确认的事项没有办理。如果仍然需要，请再告诉我一次。';

const keysOf = (worker: WorldWorker): (string | undefined)[] => worker.transport.calls.map(({ key }) => key);

describe('a model that calls a tool with an effect', () => {
  it('has the shopper asked instead, in their language, with the figures', async () => {
    const { world, first } = await asked();

    expect(first.worker.transport.calls).toEqual([]);
    expect(first.worker.model.requests).toHaveLength(1);
    expect(first.reply).toMatchObject({
      status: 'completed',
      text: expect.stringMatching(/^请确认：为您预留 2 件 SKU-2024-888/),
      toolCalls: [{ name: 'reserve_stock', outcome: 'skipped' }],
      suggestions: ['好的', '不用了'],
    });
    expect(streamedText(first.events)).toBe(first.reply.text);
    expect(await stateOf(world)).toMatchObject({
      state: 'confirmation',
      held: { tool: 'reserve_stock', arguments: wish, turnId: 't-1', key: expect.stringMatching(/^[\w-]{43}$/) },
    });
  });

  it('tells first what else it found, then the shopper is asked', async () => {
    const other = { id: 'call_p', name: 'get_product_info', arguments: '{"sku":"SKU-2024-888"}' };
    const { first } = await asked({ model: [{ calls: [other, call()] }, { text: '手机 3999 元。' }] });

    expect(first.worker.model.requests[1]?.messages.at(-1)).toMatchObject({
      content: expect.stringContaining('"held":true'),
    });
    expect(first.reply.text).toMatch(/^手机 3999 元。\n\n请确认/);
    expect(streamedText(first.events)).toBe(first.reply.text);
  });

  it('asks the shopper nothing that cannot be done: the service says so first, and the model tells', async () => {
    const refuses = () => {
      throw new TurnfleetError('conflict', '2 of SKU-2024-888 cannot be reserved: 1 are free.');
    };
    const { world, first } = await asked({
      tools: { 'check reserve_stock': refuses },
      model: [{ calls: [call()] }, { text: '只剩一件了，要预留一件吗？' }],
    });

    expect(first.worker.transport.checks).toMatchObject([{ args: { validate_only: true }, key: undefined }]);
    expect(first.worker.model.requests[1]?.messages.at(-1)).toMatchObject({
      content: expect.stringContaining('1 are free'),
    });
    expect(first.reply).toMatchObject({ status: 'completed', toolCalls: [{ outcome: 'rejected' }], suggestions: [] });
    expect(await stateOf(world)).toMatchObject({ held: null });
  });

  it('asks the shopper nothing while nobody can say whether it can be done, and says that nothing was', async () => {
    const { world, first } = await asked({
      tools: { 'check reserve_stock': () => Promise.reject(late()) },
      model: [{ calls: [call()] }, { text: '现在无法确认能否预留，请稍后再试。' }],
    });

    expect(first.worker.model.requests[1]?.messages.at(-1)).toMatchObject({
      content: expect.stringContaining('nothing was done'),
    });
    expect(first.reply).toMatchObject({ status: 'degraded', toolCalls: [{ outcome: 'timeout' }] });
    expect(await stateOf(world)).toMatchObject({ held: null });
  });

  it('holds nothing when the turn fails after the call', async () => {
    const other = { id: 'call_p', name: 'get_product_info', arguments: '{"sku":"SKU-2024-888"}' };
    const refusal = { text: '', reason: 'refusal' as const };
    const { world, first } = await asked({ model: [{ calls: [other, call()] }, refusal] });

    expect(first.reply.status).toBe('failed');
    expect(await stateOf(world)).toMatchObject({ held: null });
  });

  it('asks a shopper who may not use it nothing, and is told why', async () => {
    const { world, first } = await asked({
      granted: (_, permission) => permission !== 'mcp:inventory:reserve_stock',
      model: [{ calls: [call()] }, { text: '抱歉，您不能预留。' }],
    });

    expect(first.worker.model.requests[1]?.messages.at(-1)).toMatchObject({
      content: expect.stringContaining('forbidden'),
    });
    expect(first.reply.toolCalls).toMatchObject([{ outcome: 'rejected' }]);
    expect(await stateOf(world)).toMatchObject({ held: null });
  });
});

describe('the next turn', () => {
  it.each(['好的', 'OK, go ahead!'])(
    '%j runs the call under its key and tells what was done, without a model',
    async (yes) => {
      const { world, say } = await asked();
      const { held } = await stateOf(world);
      const { worker, reply, events } = await say('t-2', yes, { tools: reserved, model: [] }, { locale: 'zh-CN' });

      expect(keysOf(worker)).toEqual([held?.key]);
      expect(reply).toMatchObject({
        status: 'completed',
        text: expect.stringContaining('预留号 R-1'),
        model: '',
        toolCalls: [{ id: 'call_1', name: 'reserve_stock', arguments: wish, outcome: 'ok' }],
      });
      expect(streamedText(events)).toBe(reply.text);
      expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['tool.started', 'tool.finished']));
      expect(await stateOf(world)).toMatchObject({ state: 'completion', held: null });
    },
  );

  it.each(['不用了', '好的，但是改成三件', '北京有货吗？'])(
    '%j drops the call, says so, and is answered as any other',
    async (text) => {
      const { world, say } = await asked();
      const { worker, reply } = await say('t-2', text, { tools: reserved });
      const yes = await say('t-3', '好的', { tools: reserved });

      expect([...worker.transport.calls, ...yes.worker.transport.calls]).toEqual([]);
      expect(reply.text).toBe(`t-2 says: 3 in stock.\n\n${dropped}`);
      expect(yes.reply.text).toBe('t-3 says: 3 in stock.');
      expect(await stateOf(world)).toMatchObject({ held: null });
    },
  );

  it('that comes too late runs nothing, and says so', async () => {
    const { world, say } = await asked();
    await world.clock.advance(10 * 60_000 + 1);
    const { worker, reply } = await say('t-2', '好的', { tools: reserved });

    expect(worker.transport.calls).toEqual([]);
    expect(reply).toMatchObject({ status: 'completed', text: expect.stringContaining('已经失效') });
    expect(await stateOf(world)).toMatchObject({ held: null });
  });

  it('that waited in the log while its question grew old was in time', async () => {
    const { world } = await asked();
    const record = await world.submit({ turnId: 't-2', text: '好的' }, { deadlineAt: world.clock.now() + 3_600_000 });
    await world.clock.advance(20 * 60_000);
    const worker = createWorker(world, 'A', { tools: reserved });
    await worker.run(record);

    expect((await world.replyTo('t-2')).text).toContain('R-1');
  });

  it('hears what the service says when it says no, from the model', async () => {
    const { world, say } = await asked();
    const refuses = () => {
      throw new TurnfleetError('conflict', '2 of SKU-2024-888 cannot be reserved: 1 are free.');
    };
    const { worker, reply } = await say('t-2', '好的', {
      tools: { reserve_stock: refuses },
      model: [{ text: '只剩一件了，要预留一件吗？' }],
    });

    expect(worker.model.requests[0]?.messages.slice(-3)).toMatchObject([
      { role: 'user', text: '好的' },
      { role: 'assistant', toolCalls: [{ id: 'call_1', name: 'reserve_stock' }] },
      { role: 'tool', callId: 'call_1', content: expect.stringContaining('conflict') },
    ]);
    expect(reply).toMatchObject({ status: 'completed', toolCalls: [{ outcome: 'rejected' }] });
    expect(await stateOf(world)).toMatchObject({ held: null });
  });

  it('never hears of a success that nobody knows of; another yes goes on with the same key', async () => {
    const { world, say } = await asked();
    const { held } = await stateOf(world);
    const silent = () => {
      throw late();
    };
    const unknown = await say('t-2', '好的', { tools: { reserve_stock: silent } });

    expect(unknown.reply).toMatchObject({
      status: 'degraded',
      text: expect.stringContaining('还不能确定'),
      suggestions: ['好的', '不用了'],
      toolCalls: [{ outcome: 'timeout' }],
    });
    expect(await stateOf(world)).toMatchObject({ state: 'execution', held: { ...held, publishedAt: null } });

    const known = await say('t-3', '好的', { tools: reserved });
    expect([...keysOf(unknown.worker), ...keysOf(known.worker)]).toEqual([held?.key, held?.key, held?.key]);
    expect(known.reply.text).toContain('R-1');
  });

  it('that ran out of time before it began may be said again', async () => {
    const { world, say } = await asked();
    const record = await world.submit({ turnId: 't-2', text: '好的' });
    await world.clock.advance(31_000);
    await createWorker(world, 'A', { tools: reserved }).run(record);

    expect(await world.replyTo('t-2')).toMatchObject({ error: { kind: 'deadline_exceeded' } });
    expect((await say('t-3', '好的', { tools: reserved })).reply.text).toContain('R-1');
  });
});

describe('a yes that is called off', () => {
  const cancel = (world: World) => world.state.gateway.requestCancel({ conversationId: 'c-1', turnId: 't-2' });

  it('before it began runs nothing', async () => {
    const { world } = await asked();
    const record = await world.submit({ turnId: 't-2', text: '好的' });
    await world.state.journal.accept(
      'c-1',
      { type: 'turn.accepted', turnId: 't-2', text: '好的', submittedAt: new Date(world.clock.now()).toISOString() },
      '',
    );
    await cancel(world);
    const worker = createWorker(world, 'A', { tools: reserved });
    await worker.run(record);

    expect(worker.transport.calls).toEqual([]);
    expect(await world.replyTo('t-2')).toMatchObject({ error: { kind: 'cancelled' } });
    expect(await stateOf(world)).toMatchObject({ held: null });
  });

  it('is brought to its end once begun, and never called cancelled', async () => {
    const { world } = await asked();
    const record = await world.submit({ turnId: 't-2', text: '好的' });
    const worker = createWorker(world, 'A', {
      tools: {
        reserve_stock: async (args) => {
          await cancel(world);
          await settle();
          return reservation(args);
        },
      },
    });
    await worker.run(record);

    expect(await world.replyTo('t-2')).toMatchObject({ status: 'completed', text: expect.stringContaining('R-1') });
  });
});

describe('a worker that dies', () => {
  /** The turn on a worker that dies at a step, then on one that lives; the keys under which both called the tool. */
  async function dyingAt(world: World, step: number, when: 'before' | 'after', text: string, options: WorkerOptions) {
    const record = await world.submit({ turnId: 't-2', text });
    const meddle: Meddle = (_, at, index) => {
      if (index === step && at === when) throw new Error('killed');
    };
    const first = createWorker(world, 'first', { ...options, meddle });
    await whilePassing(world.clock, first.run(record)).catch(() => undefined);
    const second = createWorker(world, 'second', options);
    await whilePassing(world.clock, second.run(record));
    return [...keysOf(first), ...keysOf(second)];
  }

  const steps = Array.from({ length: 17 }, (_, step) => step);
  const moments = steps.flatMap((step) => (['before', 'after'] as const).map((when) => [step, when] as const));

  it.each(moments)(
    'at step %i, %s it, reserves under one key only, and what it says is what was done',
    async (step, when) => {
      const { world } = await asked();
      const { held } = await stateOf(world);
      const keys = await dyingAt(world, step, when, '好的', { tools: reserved, model: [] });

      expect(new Set(keys)).toEqual(new Set([held?.key]));
      const reply = await world.replyTo('t-2');
      expect(reply).toMatchObject({ status: 'completed', text: expect.stringContaining('R-1') });
      expect(await stateOf(world)).toMatchObject({ held: null });
    },
  );

  it('after the effect and before the commit has its turn run again, with the same key', async () => {
    const { world } = await asked();
    const record = await world.submit({ turnId: 't-2', text: '好的' });
    const { held } = await stateOf(world);
    const first = createWorker(world, 'A', { tools: reserved, meddle: diesBefore('commit') });
    await expect(first.run(record)).rejects.toThrow('killed');
    await world.clock.advance(10_000);
    const second = createWorker(world, 'B', { tools: reserved });
    await second.run(record);

    expect([...keysOf(first), ...keysOf(second)]).toEqual([held?.key, held?.key]);
    expect((await world.replyTo('t-2')).text).toContain('R-1');
    expect(await stateOf(world)).toMatchObject({ state: 'completion', held: null });
  });

  it.each(moments)('at step %i, %s it, of the turn that asks leaves one question and one key', async (step, when) => {
    const world = createWorld();
    const keys = await dyingAt(world, step, when, '帮我预留两件', { model: [{ calls: [call()] }] });

    const { held } = await stateOf(world);
    expect(keys).toEqual([]);
    expect(held).toMatchObject({ turnId: 't-2', arguments: wish });
    expect((await world.replyTo('t-2')).text).toContain('请确认');
  });

  it('leaves only what was asked to be confirmed, where its successor’s model wants something else', async () => {
    const world = createWorld();
    const record = await world.submit({ turnId: 't-1', text: '帮我预留' });
    const first = createWorker(world, 'A', { model: [{ calls: [call()] }], meddle: diesBefore('commit') });
    await expect(first.run(record)).rejects.toThrow('killed');
    await createWorker(world, 'B', { model: [{ calls: [call({ ...wish, quantity: 3 })] }] }).run(record);
    const yes = createWorker(world, 'C', { tools: reserved });
    await yes.run(await world.submit({ turnId: 't-2', text: '好的' }));

    expect(yes.transport.calls).toMatchObject([{ args: { quantity: 3 } }]);
  });
});
