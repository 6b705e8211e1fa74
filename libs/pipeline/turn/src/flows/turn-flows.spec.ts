import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { encodeTimer, homePartition } from '@turnfleet/contract/events';
import { type FlowSet, flowSet, type Recognise, readFlows } from '@turnfleet/flows';
import {
  createWorker,
  createWorld,
  diesBefore,
  partitions,
  streamedText,
  type WorkerOptions,
  type World,
  whilePassing,
} from '@turnfleet/pipeline-testing';
import { type KeptSpans, keepSpans } from '@turnfleet/telemetry/testing';

const folder = join(import.meta.dirname, '../../../../../flows');
const texts = globSync('*.yaml', { cwd: folder }).map((file) => ({
  file,
  text: readFileSync(join(folder, file), 'utf8'),
}));

function flowsOf(change: (text: string) => string = (text) => text): FlowSet {
  const read = readFlows(
    texts.map(({ file, text }) => ({ file, text: change(text) })),
    null,
  );
  if (!read.ok) throw new Error(read.problems.join('\n'));
  return flowSet(read.flows);
}

const intents: readonly (readonly [RegExp, string])[] = [
  [/预留/, 'reserve_stock'],
  [/取消/, 'cancel_order'],
  [/到哪/, 'order_status'],
  [/有货/, 'stock_check'],
  [/人工/, 'human_agent'],
  [/投诉/, 'complaint'],
];
const recognise: Recognise = async (text) => [
  { intent: intents.find(([words]) => words.test(text))?.[1] ?? 'out_of_scope', confidence: 0.9 },
];

const reservation = (args: object) => ({ ...args, reservation_id: 'R-1', expire_time: '2026-01-05T10:15:00Z' });

/** A conversation in which flows have the first word. */
function talking(common: WorkerOptions = {}) {
  const world = createWorld();
  const say = async (turnId: string, text: string, more: WorkerOptions = {}) => {
    const record = await world.submit({ turnId, text, user: { id: 'anna' } });
    const dialogue = { flows: () => flowsOf(), recognise };
    const worker = createWorker(world, turnId, { dialogue, tools: { reserve_stock: reservation }, ...common, ...more });
    await whilePassing(world.clock, worker.run(record), 500);
    return { worker, reply: await world.replyTo(turnId), text: streamedText(await world.journal(turnId)) };
  };
  return { world, say };
}

const complaint = (args: object) => ({ ...args, complaint_id: 'CMP-2026-0001', file_time: '2026-01-05T10:15:00Z' });

const conversationIn = async (world: World) => (await world.state.gateway.view('c-1'))?.conversation;

describe('a turn that a flow answers', () => {
  it('asks no model, says what it has heard, and keeps where it stands', async () => {
    const { world, say } = talking();
    const { worker, reply, text } = await say('t-1', '帮我预留两件 SKU-2024-888');

    expect(worker.model.requests).toEqual([]);
    expect(reply).toMatchObject({
      status: 'completed',
      text: '请问在哪个城市？',
      model: '',
      intent: 'reserve_stock',
      confidence: 0.9,
      state: 'slot_filling',
      slots: { sku: { value: 'SKU-2024-888', from: 'said' }, quantity: { value: 2, from: 'said' } },
    });
    expect(text).toBe(reply.text);
    expect(await conversationIn(world)).toMatchObject({
      state: 'slot_filling',
      dialogue: { flows: [{ flow: 'reserve_stock', asked: 'city' }] },
    });
  });

  it('has an effect only after a yes that stands behind its question, and says so in the words of the tool', async () => {
    const { say } = talking();
    await say('t-1', '帮我预留两件 SKU-2024-888');
    const asked = await say('t-2', '上海');
    expect(asked.worker.transport.calls).toEqual([]);
    expect(asked.reply).toMatchObject({ state: 'confirmation', text: expect.stringMatching(/^请确认：为您预留 2 件/) });

    const done = await say('t-3', '好的');
    expect(done.worker.transport.calls).toMatchObject([{ tool: 'reserve_stock', args: { quantity: 2, city: '上海' } }]);
    expect(done.reply).toMatchObject({ state: 'completion', model: '', text: expect.stringContaining('R-1') });
  });

  it('is asked anew with other figures, and says that the first were not done', async () => {
    const { world, say } = talking();
    await say('t-1', '帮我预留三件 SKU-2024-888，上海');
    const { reply } = await say('t-2', '两件，不是三件');
    expect(reply.text).toMatch(/^刚才请您确认的事项没有办理。\n\n请确认：为您预留 2 件/);
    expect(await conversationIn(world)).toMatchObject({ held: { arguments: { quantity: 2 }, turnId: 't-2' } });
    const { worker } = await say('t-3', '确认');
    expect(worker.transport.calls).toMatchObject([{ args: { quantity: 2 } }]);
  });

  it('leaves a question in between to the model, and asks again behind its answer', async () => {
    const { say } = talking();
    await say('t-1', '帮我预留三件 SKU-2024-888，上海');
    const { worker, reply, text } = await say('t-2', '对了，北京有货吗？', { model: [{ text: '北京也有货。' }] });
    expect(worker.model.requests).toHaveLength(1);
    expect(reply).toMatchObject({ state: 'confirmation', text: expect.stringMatching(/^北京也有货。\n\n请确认：/) });
    expect(text).toBe(reply.text);
    const done = await say('t-3', '好的');
    expect(done.worker.transport.calls).toHaveLength(1);
  });

  it('waits where it was when the model fails in between', async () => {
    const { world, say } = talking();
    await say('t-1', '帮我预留三件 SKU-2024-888，上海');
    const failed = await say('t-2', '对了，北京有货吗？', {
      model: [{ text: '', reason: 'refusal' }],
    });
    expect(failed.reply).toMatchObject({ status: 'failed', state: 'error' });
    expect(await conversationIn(world)).toMatchObject({ held: null, dialogue: { flows: [{ flow: 'reserve_stock' }] } });
    const again = await say('t-3', '好的');
    expect(again.worker.transport.calls).toEqual([]);
    expect(again.reply).toMatchObject({ state: 'confirmation', text: expect.stringContaining('请确认') });
  });

  it('ends on the version that it began with, after its file was edited and by another worker', async () => {
    const { say } = talking();
    await say('t-1', '帮我预留两件 SKU-2024-888');
    const edited = () =>
      flowsOf((text) =>
        text
          .replaceAll('请问在哪个城市', '送到哪里')
          .replace('  - collect: quantity\n  - collect: city\n', '  - collect: quantity\n')
          .replace('ask_again: [city]', 'ask_again: [quantity]'),
      );
    const { reply } = await say('t-2', '嗯？', { dialogue: { flows: edited, recognise } });
    expect(reply.text).toContain('请问在哪个城市？');
    const asked = await say('t-3', '上海', { dialogue: { flows: edited, recognise } });
    expect(asked.reply.text).toMatch(/^请确认/);
  });

  it('is not back at the beginning after the store was lost', async () => {
    const { world, say } = talking();
    await say('t-1', '帮我预留两件 SKU-2024-888');
    await say('t-2', '上海');
    await world.flush();
    const { worker, reply } = await say('t-3', '好的');
    expect(worker.transport.calls).toHaveLength(1);
    expect(reply).toMatchObject({ state: 'completion' });
  });

  it('goes on with the same effect after another yes when nobody knows what came of the first', async () => {
    const { say } = talking();
    await say('t-1', '帮我预留两件 SKU-2024-888，上海');
    const late = await say('t-2', '好的', { tools: { reserve_stock: 'hang' } });
    expect(late.reply).toMatchObject({ status: 'degraded', state: 'execution' });
    const done = await say('t-3', '好的');
    expect(done.reply).toMatchObject({ state: 'completion' });
    const keys = [late, done].flatMap(({ worker }) => worker.transport.calls.map(({ key }) => key));
    expect(new Set(keys).size).toBe(1);
  });

  it('goes on with what else was asked for behind the effect', async () => {
    const { say } = talking({
      tools: { reserve_stock: reservation, track_shipment: () => ({ order_id: 'ORD-2024-0001' }) },
    });
    await say('t-1', '帮我预留两件 SKU-2024-888，上海；另外 ORD-2024-0001 到哪了');
    const { reply } = await say('t-2', '好的');
    expect(reply.toolCalls.map(({ name }) => name)).toEqual(['reserve_stock', 'track_shipment']);
    expect(reply).toMatchObject({
      state: 'completion',
      text: expect.stringContaining('接下来为您办理：查询订单进度。'),
    });
  });

  it('is begun by the model where the recogniser heard nothing, and has its effect after a yes as any other', async () => {
    const { world, say } = talking();
    const begins = { calls: [{ id: 'm-1', name: 'begin_flow', arguments: '{"flow":"reserve_stock"}' }] };
    const asked = await say('t-1', 'SKU-2024-888 给我留着两件，上海', { model: [begins] });
    expect(asked.worker.model.requests).toHaveLength(1);
    expect(asked.worker.transport.calls).toEqual([]);
    expect(asked.text).toBe(asked.reply.text);
    expect(asked.reply).toMatchObject({
      status: 'completed',
      model: expect.stringMatching(/./),
      intent: 'reserve_stock',
      state: 'confirmation',
      text: expect.stringMatching(/^请确认：为您预留 2 件/),
      toolCalls: [{ name: 'reserve_stock', outcome: 'skipped' }],
    });
    expect(await conversationIn(world)).toMatchObject({ held: { turnId: 't-1', arguments: { quantity: 2 } } });
    const done = await say('t-2', '好的');
    expect(done.worker.transport.calls).toHaveLength(1);
  });

  it('follows what the model said before it, set apart', async () => {
    const { say } = talking();
    const begins = {
      text: '好的。',
      calls: [{ id: 'm-1', name: 'begin_flow', arguments: '{"flow":"reserve_stock"}' }],
    };
    const { reply, text } = await say('t-1', '给我留着两件', { model: [begins] });
    expect(reply.text).toMatch(/^好的。\n\n请/);
    expect(text).toBe(reply.text);
  });

  it('is begun by no model that names none, which is told so', async () => {
    const { say } = talking();
    const call = (flow: string) => ({
      calls: [{ id: 'm-1', name: 'begin_flow', arguments: JSON.stringify({ flow }) }],
    });
    const { worker, reply } = await say('t-1', '你好啊', { model: [call('rob_bank'), { text: '您好！' }] });
    expect(worker.model.requests).toHaveLength(2);
    expect(reply).toMatchObject({ text: '您好！', toolCalls: [{ name: 'begin_flow', outcome: 'rejected' }] });
  });

  it('shows models no effect that a flow has, all other tools, and one that begins flows', async () => {
    const { say } = talking();
    const { worker } = await say('t-1', '你好啊');
    const shown = worker.model.requests[0]?.tools.map(({ name }) => name) ?? [];
    expect(shown).toEqual(expect.arrayContaining(['check_inventory', 'get_order', 'begin_flow']));
    for (const owned of ['reserve_stock', 'cancel_order', 'create_return', 'change_address', 'request_invoice'])
      expect(shown).not.toContain(owned);
    const alone = await say('t-2', '你好啊', { dialogue: undefined });
    const all = alone.worker.model.requests[0]?.tools.map(({ name }) => name) ?? [];
    expect(all).toContain('cancel_order');
    expect(all).not.toContain('begin_flow');
  });

  it('has an effect that nobody has to be asked for at once, and only once however long the flow runs', async () => {
    const { world, say } = talking({ tools: { file_complaint: complaint } });
    const filed = await say('t-1', '订单 ORD-2024-0001 的快递员太差了，我要投诉');
    expect(filed.worker.transport.calls).toMatchObject([
      {
        tool: 'file_complaint',
        key: expect.stringMatching(/./),
        args: { order_id: 'ORD-2024-0001', text: '订单 ORD-2024-0001 的快递员太差了，我要投诉', user_id: 'anna' },
      },
    ]);
    expect(filed.reply).toMatchObject({
      state: 'slot_filling',
      text: expect.stringContaining('CMP-2026-0001'),
      toolCalls: [{ name: 'file_complaint', outcome: 'ok', arguments: { text: '****' } }],
    });
    await world.flush();
    const again = await say('t-2', '我要投诉');
    const ended = await say('t-3', '好的');
    expect([...again.worker.transport.calls, ...ended.worker.transport.calls]).toEqual([]);
    expect(ended.reply).toMatchObject({ state: 'transfer' });
  });

  it('asks who complains and is not known whether a person shall take it, and records nothing', async () => {
    const world = createWorld();
    const record = await world.submit({ turnId: 't-1', text: '我要投诉' });
    const worker = createWorker(world, 'w-1', { dialogue: { flows: () => flowsOf(), recognise } });
    await whilePassing(world.clock, worker.run(record), 500);
    const reply = await world.replyTo('t-1');
    expect(reply).toMatchObject({ state: 'slot_filling', toolCalls: [], text: expect.stringContaining('人工客服') });
    expect(worker.transport.calls).toEqual([]);
  });

  it('does not say that a complaint is recorded when nobody knows', async () => {
    const { say } = talking({ tools: { file_complaint: 'hang' } });
    const { reply } = await say('t-1', '我要投诉');
    expect(reply.text).toContain('还不能确定投诉是否已经记录');
    expect(reply.text).not.toContain('CMP');
  });

  it('hands over to a person, and leaves the conversation with them', async () => {
    const { say } = talking();
    expect((await say('t-1', '转人工')).reply).toMatchObject({ state: 'transfer', intent: 'human_agent' });
    expect((await say('t-2', '取消订单')).reply).toMatchObject({
      state: 'transfer',
      text: expect.stringContaining('says'),
    });
  });
});

describe('the span of what flows heard', () => {
  let spans: KeptSpans;
  beforeAll(() => {
    spans = keepSpans();
  });
  afterAll(() => spans.stop());

  const heard = () =>
    spans
      .ended()
      .filter(({ name }) => name === 'hear flows')
      .map(({ attributes, events }) => ({ ...attributes, events: events.map(({ name }) => name) }));

  it('tells intent, flow, step and what happened on the way, and no value of a slot', async () => {
    const { say } = talking();
    await say('t-1', '帮我预留两件 SKU-2024-888');
    await say('t-2', '上海');
    await say('t-3', '好的');
    expect(heard()).toEqual([
      {
        'turnfleet.dialogue.intent': 'reserve_stock',
        'turnfleet.dialogue.confidence': 0.9,
        'turnfleet.flow.outcome': 'answered',
        'turnfleet.flow.name': 'reserve_stock',
        'turnfleet.flow.step': expect.any(String),
        events: ['flow began', 'dialogue recognised', 'dialogue slots_incomplete', 'dialogue slots_incomplete'],
      },
      expect.objectContaining({
        'turnfleet.flow.outcome': 'asked',
        events: ['turnfleet.tool.finished', 'dialogue slots_incomplete', 'dialogue slots_complete'],
      }),
      expect.objectContaining({ events: ['dialogue confirm', 'dialogue success', 'flow ended'] }),
    ]);
    expect(JSON.stringify(spans.ended().map(({ attributes, events }) => [attributes, events]))).not.toContain('SKU-');
  });

  it('says that no flow has to do with a message', async () => {
    spans.reset();
    await talking().say('t-1', '北京有货吗');
    expect(heard()).toMatchObject([
      { 'turnfleet.dialogue.intent': 'stock_check', 'turnfleet.flow.outcome': 'nothing' },
    ]);
  });
});

describe('a worker that dies in a flow with an effect', () => {
  it.each(['commit', 'confirm', 'settle'] as const)('before %s files a complaint under one key', async (step) => {
    const world = createWorld();
    const record = await world.submit({ turnId: 't-1', text: '我要投诉', user: { id: 'anna' } });
    const options = { dialogue: { flows: () => flowsOf(), recognise }, tools: { file_complaint: complaint } };
    const dying = createWorker(world, 'dying', { ...options, meddle: diesBefore(step) });
    await whilePassing(
      world.clock,
      dying.run(record).catch(() => undefined),
      500,
    );
    const next = createWorker(world, 'next', options);
    await whilePassing(world.clock, next.run(record), 500);
    const calls = [...dying.transport.calls, ...next.transport.calls];
    expect(new Set(calls.map(({ key }) => key)).size).toBe(1);
    expect(await world.replyTo('t-1')).toMatchObject({ text: expect.stringContaining('CMP-2026-0001') });
  });

  const steps = ['begin', 'commit', 'append chat.conversations', 'confirm', 'append chat.replies', 'settle'] as const;

  it.each(steps.flatMap((step) => [1, 2, 3].map((turn) => [step, turn] as const)))(
    'before %s of turn %d repeats no effect and loses nothing',
    async (step, turn) => {
      const { world, say } = talking();
      const texts = ['帮我预留两件 SKU-2024-888', '上海', '好的'];
      const keys: (string | undefined)[] = [];
      for (const [at, text] of texts.entries()) {
        const turnId = `t-${at + 1}`;
        if (at + 1 === turn) {
          const record = await world.submit({ turnId, text, user: { id: 'anna' } });
          const dying = createWorker(world, 'dying', {
            dialogue: { flows: () => flowsOf(), recognise },
            tools: { reserve_stock: reservation },
            meddle: diesBefore(step),
          });
          await whilePassing(
            world.clock,
            dying.run(record).catch(() => undefined),
            500,
          );
          keys.push(...dying.transport.calls.map(({ key }) => key));
          const next = createWorker(world, 'next', {
            dialogue: { flows: () => flowsOf(), recognise },
            tools: { reserve_stock: reservation },
          });
          await whilePassing(world.clock, next.run(record), 500);
          keys.push(...next.transport.calls.map(({ key }) => key));
          continue;
        }
        const { worker } = await say(turnId, text);
        keys.push(...worker.transport.calls.map(({ key }) => key));
      }
      expect(new Set(keys).size).toBe(1);
      expect(await world.replyTo('t-3')).toMatchObject({ state: 'completion', text: expect.stringContaining('R-1') });
    },
  );
});

describe('a flow whose dialogue ran out of time', () => {
  const times = { query: 600_000, transaction: 600_000 };

  /** After these texts nobody writes, until the dialogue has ended. */
  async function left(...texts: readonly string[]) {
    const { world, say } = talking({ times });
    for (const [at, text] of texts.entries()) await say(`t-${at}`, text);
    const { kind = 'query', dueAt = '' } = (await conversationIn(world))?.timer ?? {};
    await world.clock.advance(600_000);
    const due = { conversationId: 'c-1', kind, dueAt: Date.parse(dueAt) };
    const timer = encodeTimer(due, homePartition('c-1', partitions));
    await createWorker(world, 'timer', { times }).run(await world.put(timer));
    return { world, say };
  }

  it('is saved, and the shopper is told so', async () => {
    const { world } = await left('帮我预留两件 SKU-2024-888');
    const after = await conversationIn(world);
    expect(after).toMatchObject({
      state: 'init',
      dialogue: { flows: [], waiting: [], offered: 'nothing', saved: [{ flow: 'reserve_stock', asked: 'city' }] },
    });
    expect(after?.dialogue?.history.at(-1)).toMatchObject({ event: 'timeout', to: 'init' });
    expect(after?.turns.at(-1)?.reply.text).toContain('继续');
  });

  it.each(['继续', '好的', '继续吧，上海', '上海'])('is come back to by "%s", with what was known', async (text) => {
    const { world, say } = await left('帮我预留两件 SKU-2024-888');
    const { worker, reply } = await say('t-back', text);
    expect(worker.model.requests).toEqual([]);
    expect(reply.slots).toMatchObject({ quantity: { value: 2 } });
    expect(reply.state).toBe(text.includes('上海') ? 'confirmation' : 'slot_filling');
    expect((await conversationIn(world))?.dialogue).not.toHaveProperty('saved');
  });

  it('has no effect by a yes to what was asked before: it asks anew', async () => {
    const { say } = await left('帮我预留两件 SKU-2024-888', '上海');
    const back = await say('t-back', '好的');
    expect(back.worker.transport.calls).toEqual([]);
    expect(back.reply).toMatchObject({ state: 'confirmation', text: expect.stringContaining('请确认：为您预留 2 件') });
    const done = await say('t-yes', '好的');
    expect(done.worker.transport.calls).toMatchObject([{ tool: 'reserve_stock', args: { quantity: 2, city: '上海' } }]);
  });

  it('waits through a question of another kind, and is left for another flow', async () => {
    const { world, say } = await left('帮我预留两件 SKU-2024-888');
    const asked = await say('t-question', '北京有货吗？', { model: [{ text: '北京有货。' }] });
    expect(asked.reply.text).toBe('北京有货。');
    expect((await conversationIn(world))?.dialogue?.saved).toHaveLength(1);
    await say('t-other', '我要取消订单 ORD-2024-0001');
    expect((await conversationIn(world))?.dialogue?.saved).toBeUndefined();
  });
});
