import { describe, expect, it } from '@jest/globals';
import { TurnfleetError } from '@turnfleet/core';
import type { ModelToolCall } from '@turnfleet/model';
import type { ScriptedAnswer } from '@turnfleet/model/testing';
import {
  createWorker,
  createWorld,
  diesBefore,
  expectTold,
  streamedText,
  type WorkerOptions,
  type WorldWorker,
  whilePassing,
} from '@turnfleet/pipeline-testing';
import { isMarkedAsData } from '@turnfleet/tools';

const price = (units: string) => ({ currency_code: 'CNY', units, nanos: 0 });
const tools: WorkerOptions['tools'] = {
  get_product_info: () => ({ product: { sku: 'SKU-2024-888', price: price('6999') } }),
  check_inventory: () => ({ sku: 'SKU-2024-888', city: '上海', total: 92, warehouses: [] }),
};
const call = (name: string, args: object): ModelToolCall => ({
  id: `call_${name}`,
  name,
  arguments: JSON.stringify(args),
});
const looksUp: ScriptedAnswer = { calls: [call('get_product_info', { sku: 'SKU-2024-888' })] };
const checksStock: ScriptedAnswer = { calls: [call('check_inventory', { sku: 'SKU-2024-888', city: '上海' })] };

/** One turn after another in one conversation, each answered by the script given. */
function conversation(more: WorkerOptions = {}) {
  const world = createWorld();
  const say = async (
    turnId: string,
    text: string,
    model: NonNullable<WorkerOptions['model']>,
    own: WorkerOptions = {},
  ) => {
    const record = await world.submit({ turnId, text, locale: 'zh-CN', user: { id: 'U1' } });
    const worker: WorldWorker = createWorker(world, turnId, { grounded: true, tools, ...more, ...own, model });
    await whilePassing(world.clock, worker.run(record), 500);
    const reply = await world.replyTo(turnId);
    await expectTold(world, reply);
    return { worker, reply, events: await world.journal(turnId) };
  };
  return { world, say };
}

describe('an answer', () => {
  it('whose figures a tool returned is shown as the model says it', async () => {
    const { reply, events } = await conversation().say('t-1', '多少钱？', [
      looksUp,
      { text: '价格是¥6,999。欢迎选购！' },
    ]);
    expect(reply).toMatchObject({
      status: 'completed',
      text: '价格是¥6,999。欢迎选购！',
      grounding: { checked: 1, held: 0, replaced: 0 },
    });
    expect(events.filter(({ type }) => type === 'reply.reset')).toEqual([]);
  });

  it('with a figure that no tool returned is asked for once more, the figure named, and never shown', async () => {
    const { worker, reply, events } = await conversation().say('t-1', '多少钱？', [
      looksUp,
      { text: '您好！价格是¥5999。' },
      { text: '价格是¥6999。' },
    ]);
    expect(reply).toMatchObject({
      status: 'completed',
      text: '价格是¥6999。',
      grounding: { checked: 2, held: 1, replaced: 0 },
    });
    expect(worker.model.requests[2]?.messages.slice(-2)).toMatchObject([
      { role: 'assistant', text: '您好！价格是¥5999。' },
      { role: 'user', text: expect.stringContaining('"¥5999"') },
    ]);
    expect(JSON.stringify(events)).not.toContain('5999');
    expect(reply.usage.outputTokens).toBe(15);
  });

  it('that is said again gets an honest sentence instead, in the language of the shopper', async () => {
    const { reply, events } = await conversation().say('t-1', '多少钱？', [
      looksUp,
      { text: '您好！价格是¥5999。欢迎选购！' },
      { text: '您好！价格是¥5999。欢迎选购！' },
    ]);
    expect(reply.text).toMatch(/^您好！具体的价格或优惠我暂时无法核实.*。欢迎选购！$/);
    expect(reply).toMatchObject({ status: 'degraded', grounding: { held: 2, replaced: 1 } });
    expect(JSON.stringify(events)).not.toContain('5999');
  });

  it('may be corrected by looking it up', async () => {
    const { worker, reply } = await conversation().say('t-1', '多少钱？', [
      { text: '价格是¥5999。' },
      looksUp,
      { text: '价格是¥6999。' },
    ]);
    expect(worker.transport.calls).toHaveLength(1);
    expect(reply).toMatchObject({ status: 'completed', text: '价格是¥6999。', grounding: { held: 1, replaced: 0 } });
  });

  it('is asked for with results that are marked as data, also after a refusal', async () => {
    const { worker } = await conversation().say('t-1', '多少钱？', [looksUp, { text: '价格是¥6999。' }]);
    const [, second] = worker.model.requests;
    const results = second?.messages.flatMap((message) => (message.role === 'tool' ? [message.content] : [])) ?? [];
    expect(results.map(isMarkedAsData)).toEqual([true]);
  });

  it('whose correction cannot be had is shown with honest sentences in it', async () => {
    const gone: ScriptedAnswer = { fails: new TurnfleetError('model_refused', 'No.') };
    const { reply } = await conversation().say('t-1', '多少钱？', [looksUp, { text: '您好！价格是¥5999。' }, gone]);
    expect(reply).toMatchObject({ status: 'degraded', grounding: { held: 1, replaced: 1 } });
    expect(reply.text).toMatch(/^您好！具体的价格/);
  });

  it('may repeat what the shopper said, as theirs, and not as a fact', async () => {
    const { reply } = await conversation().say('t-1', '预算5000元，有吗？', [
      looksUp,
      { text: '您的预算是5000元，这款要¥6999。' },
    ]);
    expect(reply.grounding).toEqual({ checked: 1, held: 0, replaced: 0 });
    const { reply: agreed } = await conversation().say('t-1', '是100元吧？', [
      looksUp,
      { text: '是的，价格是100元。' },
      { text: '价格是¥6999。' },
    ]);
    expect(agreed.grounding.held).toBe(1);
  });

  it('leaves out what a model makes up before it looks', async () => {
    const { reply, events } = await conversation().say('t-1', '多少钱？', [
      { text: '应该是¥5999。我查一下。', ...looksUp },
      { text: '价格是¥6999。' },
    ]);
    expect(reply.text).toBe('价格是¥6999。');
    expect(JSON.stringify(events)).not.toContain('5999');
  });

  it('of a tenant for which it is off is shown as it comes', async () => {
    const { reply } = await conversation({ grounded: false }).say('t-1', '多少钱？', [{ text: '价格是¥5999。' }]);
    expect(reply).toMatchObject({ text: '价格是¥5999。', grounding: { checked: 0, held: 0, replaced: 0 } });
  });
});

describe('what tools returned in a turn before', () => {
  it('supports an answer for as long as the proto lets it be used, and not longer', async () => {
    const { world, say } = conversation();
    await say('t-1', '多少钱？', [looksUp, { text: '价格是¥6999。' }]);
    const { reply } = await say('t-2', '再说一遍', [{ text: '价格是¥6999。' }]);
    expect(reply.grounding).toEqual({ checked: 1, held: 0, replaced: 0 });
    await world.clock.advance(361_000);
    const later = await say('t-3', '再说一遍', [{ text: '价格是¥6999。' }, { text: '我再查一下。' }]);
    expect(later.reply).toMatchObject({ text: '我再查一下。', grounding: { held: 1 } });
  });

  it('is kept for seconds where stock is told', async () => {
    const { world, say } = conversation();
    await say('t-1', '有货吗？', [checksStock, { text: '共92件。' }]);
    await world.clock.advance(16_000);
    const { reply } = await say('t-2', '还有多少？', [{ text: '共92件。' }, { text: '我再查一下。' }]);
    expect(reply.grounding.held).toBe(1);
  });

  it('is committed with the turn, without personal data, and found by the next owner', async () => {
    const { world, say } = conversation({
      tools: {
        track_shipment: () => ({
          order_id: 'ORD-1',
          status: 'SHIPMENT_STATUS_DELIVERED',
          tracking_number: 'FY2024123456',
        }),
      },
    });
    const tracks: ScriptedAnswer = { calls: [call('track_shipment', { order_id: 'ORD-1' })] };
    await say('t-1', '到哪了？', [tracks, { text: '已签收，运单号 FY2024123456。' }]);
    const view = await world.state.gateway.view('c-1');
    expect(view?.conversation.results).toMatchObject([
      { tool: 'track_shipment', content: expect.stringContaining('****3456') },
    ]);
    expect(JSON.stringify(view?.conversation.results)).not.toContain('FY2024123456');
    const { reply } = await say('t-2', '运单号是？', [{ text: '运单号 FY2024123456。' }]);
    expect(reply.grounding).toEqual({ checked: 1, held: 0, replaced: 0 });
  });

  it('is kept only if the turn is', async () => {
    const world = createWorld();
    const record = await world.submit({ turnId: 't-1' });
    const script = [looksUp, { text: '价格是¥6999。' }];
    const dying = createWorker(world, 'A', { grounded: true, tools, model: script, meddle: diesBefore('commit') });
    await expect(dying.run(record)).rejects.toThrow('killed');
    expect((await world.state.gateway.view('c-1'))?.conversation.results ?? []).toEqual([]);
    const second = createWorker(world, 'B', { grounded: true, tools, model: script });
    await second.run(record);
    expect((await world.state.gateway.view('c-1'))?.conversation.results).toHaveLength(1);
    expect(streamedText(await world.journal())).toBe('价格是¥6999。');
  });
});
