import { describe, expect, it } from '@jest/globals';
import { TurnfleetError } from '@turnfleet/core';
import { createWorker, createWorld, expectTold, type WorkerOptions, whilePassing } from '@turnfleet/pipeline-testing';
import { toolReads } from '@turnfleet/tools';

const args = JSON.stringify({ sku: 'SKU-2024-888', city: '上海' });
const checksStock = { calls: [{ id: 'call_1', name: 'check_inventory', arguments: args }] };
const stock = (total: number) => ({ sku: 'SKU-2024-888', city: '上海', total, warehouses: [] });

/** Turns of one conversation at workers that keep what tools returned; it is 8:00 in Shanghai. */
function conversation() {
  const world = createWorld();
  const reads = toolReads({ clock: world.clock, maxBytes: 1_000_000 });
  let asked = 0;
  let isAway = false;
  const check_inventory = () => {
    if (isAway) throw new TurnfleetError('overloaded', 'It cannot be reached.', { retryAfterMs: 1_000 });
    return stock(92 + asked++);
  };
  const say = async (turnId: string, locale: string, options: WorkerOptions) => {
    const record = await world.submit({ turnId, text: 'SKU-2024-888 上海有货吗？', locale });
    const worker = createWorker(world, turnId, {
      ...{ readTool: reads.read, grounded: true, tools: { check_inventory } },
      ...options,
    });
    await whilePassing(world.clock, worker.run(record), 50);
    const reply = await world.replyTo(turnId);
    await expectTold(world, reply);
    return { worker, reply, events: await world.journal(turnId) };
  };
  return { world, say, away: () => void (isAway = true), asked: () => asked };
}

describe('an answer', () => {
  it('from what is kept says when that was asked for, to the model and on the reply', async () => {
    const { world, say, asked } = conversation();
    const model = [checksStock, { text: '共92件。' }];
    const first = await say('t-1', 'zh-CN', { model });
    await world.clock.advance(3_000);
    const { worker, reply, events } = await say('t-2', 'zh-CN', { model });
    const [call] = first.reply.toolCalls;
    expect(call).toMatchObject({ outcome: 'ok', asOf: expect.stringMatching(/Z$/) });
    expect(reply).toMatchObject({
      status: 'completed',
      text: '共92件。',
      toolCalls: [{ outcome: 'cached', asOf: call?.asOf }],
    });
    expect(events).toContainEqual(expect.objectContaining({ type: 'tool.finished', asOf: call?.asOf }));
    const told = worker.model.requests[1]?.messages.at(-1);
    expect(told).toMatchObject({ role: 'tool', content: expect.stringMatching(/"_as_of":"早上|"_as_of":"上午|凌晨/) });
    expect(asked()).toBe(1);
  });

  it('from what is older than the tool is asked for anew says so to the shopper', async () => {
    const { world, say, asked } = conversation();
    const model = [checksStock, { text: '共92件。' }];
    await say('t-1', 'zh-CN', { model });
    await world.clock.advance(8_000);
    const { reply } = await say('t-2', 'zh-CN', { model });
    expect(reply).toMatchObject({ status: 'completed', toolCalls: [{ outcome: 'stale' }] });
    expect(reply.text).toMatch(/^共92件。\n\n（以上信息截至.+，之后可能有变化。）$/);
    expect(asked()).toBe(2);
  });

  it('from what stands in for a service that is away is degraded, and says how old it is', async () => {
    const { world, say, away } = conversation();
    const model = [checksStock, { text: '92 pieces.' }];
    await say('t-1', 'en', { model });
    await world.clock.advance(40_000);
    away();
    const { reply } = await say('t-2', 'en', { model });
    expect(reply).toMatchObject({ status: 'degraded', toolCalls: [{ outcome: 'stale' }] });
    expect(reply.text).toMatch(/^92 pieces\.\n\n\(This is as of .+ am; it may have changed since\.\)$/);
    await world.clock.advance(40_000);
    const late = await say('t-3', 'en', { model: [checksStock, { text: 'I cannot tell.' }] });
    expect(late.reply).toMatchObject({ status: 'degraded', toolCalls: [{ outcome: 'failed' }] });
  });

  it('without a model says it, too', async () => {
    const { world, say } = conversation();
    await say('t-1', 'zh-CN', { model: [checksStock, { text: '共92件。' }] });
    await world.clock.advance(8_000);
    const gone = { fails: new TurnfleetError('model_unavailable', 'Gone.') };
    const { reply } = await say('t-2', 'zh-CN', { model: Array.from({ length: 9 }, () => gone) });
    expect(reply.text).toMatch(/共有 92 件.*（以上信息截至/s);
  });
});

describe('what was kept', () => {
  it('supports the next answers from when it was asked for, not from when it was told again', async () => {
    const { world, say } = conversation();
    await say('t-1', 'zh-CN', { model: [checksStock, { text: '共92件。' }] });
    await world.clock.advance(4_000);
    await say('t-2', 'zh-CN', { model: [checksStock, { text: '共92件。' }] });
    await world.clock.advance(11_000);
    const { reply } = await say('t-3', 'zh-CN', { model: [{ text: '共92件。' }, { text: '我再查一下。' }] });
    expect(reply.grounding.held).toBe(1);
  });
});
