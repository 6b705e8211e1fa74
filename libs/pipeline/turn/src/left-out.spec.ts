import { describe, expect, it } from '@jest/globals';
import { waitsForYes } from '@turnfleet/contract/waits-for-yes';
import { createWorker, createWorld, whilePassing } from '@turnfleet/pipeline-testing';
import { type Pressure, shedding } from '@turnfleet/tools';

const calm: Pressure = { inFlightRatio: 0.2, queueAgeMs: 0 };
const strained: Pressure = { inFlightRatio: 0.92, queueAgeMs: 0 };
const stock = {
  id: 'call_1',
  name: 'check_inventory',
  arguments: JSON.stringify({ sku: 'SKU-2024-888', city: '上海' }),
};
const search = { id: 'call_2', name: 'search_products', arguments: JSON.stringify({ query: 'phone' }) };
const reserve = {
  id: 'call_3',
  name: 'reserve_stock',
  arguments: JSON.stringify({ sku: 'SKU-2024-888', city: '上海', quantity: 1 }),
};

async function answered(load: Pressure, priority: 1 | 2 | 3, calls: readonly object[]) {
  const world = createWorld();
  const record = await world.submit({ locale: 'en', text: 'What about it?' }, { priority });
  const model = [{ calls }, { text: 'So it is.' }] as never;
  const worker = createWorker(world, 'w-1', { model, shedding: shedding(() => load) });
  await whilePassing(world.clock, worker.run(record), 50);
  return {
    reply: await world.replyTo('t-1'),
    told: worker.model.requests[1]?.messages,
    called: worker.transport.calls,
  };
}

describe('in a busy fleet', () => {
  it('a call that may be left out is, and the reply says so', async () => {
    const { reply, told, called } = await answered(strained, 2, [stock, search]);
    expect(called.map(({ tool }) => tool)).toEqual(['check_inventory']);
    expect(reply).toMatchObject({
      status: 'degraded',
      text: expect.stringMatching(/^So it is\.\s+\(It is very busy right now, so I did not look everything up/),
      toolCalls: [
        { name: 'check_inventory', outcome: 'ok' },
        { name: 'search_products', outcome: 'skipped', reason: 'load' },
      ],
    });
    expect(JSON.stringify(told)).toContain('The shop is very busy');
    expect([0, 1].map((place) => waitsForYes(reply.toolCalls, place))).toEqual([false, false]);
  });

  it('turns of low priority do without look-ups before others do', async () => {
    const low = await answered(strained, 3, [stock]);
    expect(low.reply).toMatchObject({ status: 'degraded', toolCalls: [{ outcome: 'skipped', reason: 'load' }] });
    const high = await answered(strained, 1, [stock, search]);
    expect(high.reply).toMatchObject({ status: 'completed', toolCalls: [{ outcome: 'ok' }, { outcome: 'ok' }] });
  });

  it('what a shopper wants done is asked for all the same', async () => {
    const { reply } = await answered({ inFlightRatio: 1, queueAgeMs: 60_000 }, 3, [reserve]);
    expect(reply.toolCalls).toMatchObject([{ name: 'reserve_stock', outcome: 'skipped' }]);
    expect(reply.toolCalls[0]?.reason).toBeUndefined();
    expect(reply.text).toContain('Please confirm');
  });

  it('nothing is left out any more when it is calm again', async () => {
    const { reply } = await answered(calm, 3, [stock, search]);
    expect(reply).toMatchObject({ status: 'completed', toolCalls: [{ outcome: 'ok' }, { outcome: 'ok' }] });
  });
});
