import { describe, expect, it } from '@jest/globals';
import type { Turn } from '@turnfleet/contract/schemas';
import { TurnfleetError } from '@turnfleet/core';
import type { ModelToolCall } from '@turnfleet/model';
import type { ScriptedAnswer } from '@turnfleet/model/testing';
import { createWorker, createWorld, type WorkerOptions, whilePassing } from '@turnfleet/pipeline-testing';

const away: ScriptedAnswer = { fails: new TurnfleetError('model_unavailable', 'The endpoint is away.') };
const product = {
  product: {
    sku: 'SKU-2024-888',
    name: { zh: '星云手机', en: 'Nebula phone' },
    price: { currency_code: 'CNY', units: '3999', nanos: 0 },
  },
};
const gone = (type: string, name: string) => () => {
  throw new TurnfleetError('not_found', 'There is none.', { resource: { type, name } });
};

async function answerTo(
  turn: Partial<Turn>,
  tools: WorkerOptions['tools'] = { get_product_info: () => product },
  more: WorkerOptions = {},
) {
  const world = createWorld();
  const worker = createWorker(world, 'A', { model: [away, away, away, away], tools, ...more });
  await whilePassing(world.clock, worker.run(await world.submit(turn)), 100);
  const [reply] = worker.ended;
  if (!reply) throw new Error('the turn did not end');
  const events = await world.journal();
  return { reply, events, asked: worker.model.requests.length, calls: worker.transport.calls, world };
}

describe('a turn whose model is away', () => {
  it.each<[string, Partial<Turn>, string]>([
    ['in Chinese', { text: 'SKU-2024-888 多少钱?' }, '星云手机（SKU-2024-888）的标价是 ¥3,999'],
    ['in English', { text: 'How much is SKU-2024-888?' }, 'Nebula phone (SKU-2024-888) has a list price of ¥3,999.'],
  ])('is answered from a tool where the question is plain, %s', async (_, turn, figure) => {
    const { reply, calls, events, world } = await answerTo(turn);
    expect(reply).toMatchObject({ status: 'degraded', model: '', text: expect.stringContaining(figure) });
    expect(reply.toolCalls).toEqual([expect.objectContaining({ name: 'get_product_info', outcome: 'ok' })]);
    expect(calls).toHaveLength(1);
    const streamed = events.flatMap((event) => (event.type === 'reply.delta' ? [event.text] : []));
    expect(streamed.join('')).toBe(reply.text);
    expect(events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['tool.started', 'tool.finished', 'reply.completed']),
    );
    expect(await world.repliesTo()).toHaveLength(1);
  });

  it('is told honestly in its language that it cannot be answered where the question is not plain', async () => {
    const complaint = await answerTo({ text: '我的订单 ORD-2024-0001 怎么还没到,我要投诉' });
    expect(complaint.reply).toMatchObject({ status: 'failed', error: { kind: 'model_unavailable', retryable: true } });
    expect(complaint.reply.text).toContain('智能客服暂时无法回答');
    expect(complaint.calls).toEqual([]);
    expect((await answerTo({ text: 'My order is broken!' })).reply.text).toContain('cannot answer right now');
  });

  it('asks nobody more often because of that', async () => {
    const plain = await answerTo({ text: 'SKU-2024-888 多少钱?' });
    const other = await answerTo({ text: '我要投诉' });
    expect([plain.asked, plain.asked]).toEqual([other.asked, 3]);
  });

  it('learns that a code does not exist, and not that its complaint is no city', async () => {
    const text = 'SKU-2024-888 上海有货吗?';
    const missing = await answerTo({ text }, { check_inventory: gone('product', 'SKU-2024-888') });
    expect(missing.reply).toMatchObject({ status: 'degraded', text: expect.stringContaining('没有找到 SKU-2024-888') });
    const cursed = await answerTo({ text: 'SKU-2024-888 有货吗 混蛋' }, { check_inventory: gone('city', '混蛋') });
    expect(cursed.reply).toMatchObject({ status: 'failed', text: expect.not.stringContaining('混蛋') });
  });

  it('reads the apology of a tool that is away too', async () => {
    const failing = {
      get_product_info: () => {
        throw new TurnfleetError('tool_failed', 'no');
      },
    };
    const { reply } = await answerTo({ text: 'SKU-2024-888 多少钱?' }, failing);
    expect(reply).toMatchObject({ status: 'degraded', text: expect.stringContaining('商品信息暂时查询不到') });
  });

  it('is answered from nothing that its shopper may not see', async () => {
    const { reply, calls } = await answerTo({ text: 'SKU-2024-888 多少钱?' }, undefined, { granted: () => false });
    expect([reply.status, calls.length]).toEqual(['failed', 0]);
  });

  it('takes back what the model had said before it broke off', async () => {
    const call: ModelToolCall = { id: 'c', name: 'get_product_info', arguments: '{"sku":"SKU-2024-888"}' };
    const began = [{ calls: [call], text: 'One moment.' }, away, away, away];
    const { reply, events, calls } = await answerTo({ text: 'How much is SKU-2024-888?' }, undefined, { model: began });
    expect(reply).toMatchObject({ status: 'degraded', text: expect.stringContaining('¥3,999') });
    expect(reply.text).not.toContain('One moment');
    expect(events.some(({ type }) => type === 'reply.reset')).toBe(true);
    expect(calls).toHaveLength(1);
    expect(reply.toolCalls.map(({ outcome }) => outcome)).toEqual(['ok', 'skipped']);
    expect(new Set(reply.toolCalls.map(({ id }) => id)).size).toBe(2);
  });

  it('is answered from a tool, too, where the model called nothing but tools that do not exist', async () => {
    const horoscope: ModelToolCall = { id: 'h', name: 'get_horoscope', arguments: '{}' };
    const model = [{ calls: [horoscope] }, { text: 'I have no tool for that.' }];
    const { reply } = await answerTo({ text: 'SKU-2024-888 多少钱?' }, undefined, { model });
    expect(reply).toMatchObject({ status: 'degraded', text: expect.stringContaining('¥3,999') });
    expect(reply.text).not.toContain('no tool');
    expect(reply.toolCalls.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['get_horoscope', 'rejected'],
      ['get_product_info', 'ok'],
    ]);
  });

  it('ends with its deadline, whatever the tools do', async () => {
    const world = createWorld();
    const worker = createWorker(world, 'A', { model: [away, away, away], tools: { get_product_info: 'hang' } });
    const began = world.clock.now();
    const deadlineAt = began + 1_500;
    const record = await world.submit({ text: 'SKU-2024-888 多少钱?' }, { deadlineAt });
    await whilePassing(world.clock, worker.run(record), 100);
    expect(world.clock.now() - began).toBeLessThanOrEqual(2_000);
    expect(worker.ended).toMatchObject([{ status: 'failed', error: { kind: 'model_unavailable' } }]);
  });

  it('is answered in time although the model hangs to the end, if the question is plain', async () => {
    const hangs = { model: [{ hangs: true }] } as const;
    const plain = await answerTo({ text: 'SKU-2024-888 多少钱?' }, undefined, hangs);
    expect(plain.reply).toMatchObject({ status: 'degraded', text: expect.stringContaining('¥3,999') });
    expect(plain.reply.timings.totalMs).toBeLessThan(30_000);
    const other = await answerTo({ text: '我要投诉' }, undefined, hangs);
    expect(other.reply).toMatchObject({ status: 'failed', error: { kind: 'deadline_exceeded' } });
  });
});
