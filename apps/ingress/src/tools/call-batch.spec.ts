import { describe, expect, it } from '@jest/globals';
import { descriptorSet } from '@turnfleet/contract/grpc';
import { toolBatchSchema } from '@turnfleet/contract/http';
import { systemClock, TurnfleetError } from '@turnfleet/core';
import { toolReads, toolsFrom } from '@turnfleet/tools';
import type { DiscoveredTools } from '@turnfleet/tools-grpc';
import { type BatchAsker, callBatch } from './call-batch.ts';

const offered = toolsFrom(descriptorSet);
const operator: BatchAsker = { tenant: 'default', operates: true, userOf: (named) => named };
const client: BatchAsker = { tenant: 'default', operates: false, userOf: () => 'U1' };
const stock = { sku: 'SKU-1', city: '上海' };

/** Services that answer by tool; unknown ones never do. */
function tools(answers: Readonly<Record<string, () => Promise<Readonly<Record<string, unknown>>>>>) {
  const made: { readonly name: string; readonly args: unknown; readonly key: string | undefined }[] = [];
  const call: DiscoveredTools['call'] = ({ name }, args, { signal }, key) => {
    made.push({ name, args, key });
    const late = new Promise<never>((_, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason as Error)),
    );
    return answers[name]?.() ?? late;
  };
  const { read: readTool } = toolReads({ clock: systemClock, maxBytes: 1_000_000 });
  return { made, readTool, tools: { offer: () => offered, call } as unknown as DiscoveredTools };
}

const run = (services: ReturnType<typeof tools>, batch: object, asker = operator, signal?: AbortSignal) =>
  callBatch(
    { ...services, clock: systemClock, asker, signal: signal ?? new AbortController().signal },
    toolBatchSchema.parse(batch),
  );

describe('a batch of calls', () => {
  it('gives what each came to, in their order, and does not let one fail the others', async () => {
    const services = tools({
      check_inventory: async () => ({ total: 3 }),
      get_product_info: () => Promise.reject(new TurnfleetError('not_found', 'There is none.')),
      track_shipment: () => Promise.reject(new TurnfleetError('overloaded', 'It is away.', { retryAfterMs: 1 })),
    });
    const { calls } = await run(services, {
      calls: [
        { id: 'a', name: 'check_inventory', arguments: stock },
        { name: 'get_product_info', arguments: { sku: 'SKU-0' } },
        { name: 'track_shipment', arguments: { order_id: 'ORD-1' }, userId: 'U1' },
        { name: 'make_coffee' },
        { name: 'check_inventory', arguments: { sku: 'SKU-1' } },
      ],
    });
    expect(calls.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['a', 'ok'],
      ['1', 'not_found'],
      ['2', 'failed'],
      ['3', 'rejected'],
      ['4', 'rejected'],
    ]);
    expect(calls[0]).toMatchObject({ result: { total: 3 }, error: null });
    expect(calls[4]?.error?.violations).toEqual([expect.objectContaining({ field: 'city' })]);
  });

  it('makes equal reads once, and says of what was known already as of when it is', async () => {
    const services = tools({ check_inventory: async () => ({ total: 3 }), reserve_stock: async () => ({}) });
    const look = { name: 'check_inventory', arguments: stock };
    const first = await run(services, { calls: [look, look] });
    expect(first.calls).toMatchObject([
      { outcome: 'ok', result: { total: 3 } },
      { outcome: 'ok', result: { total: 3 } },
    ]);
    const { calls } = await run(services, { calls: [look] });
    expect(calls).toMatchObject([{ outcome: 'cached', result: { total: 3 }, asOf: first.calls[0]?.asOf }]);
    expect(services.made).toHaveLength(1);
    const reserve = { name: 'reserve_stock', arguments: { ...stock, quantity: 1 }, key: 'k-1' };
    await run(services, { calls: [reserve, reserve] });
    expect(services.made.filter(({ name }) => name === 'reserve_stock')).toHaveLength(2);
  });

  it('runs them side by side', async () => {
    let running = 0;
    let most = 0;
    const both = Promise.withResolvers<void>();
    const services = tools({
      check_inventory: async () => {
        most = Math.max(most, ++running);
        if (running === 3) both.resolve();
        await both.promise;
        running--;
        return {};
      },
    });
    const calls = ['A', 'B', 'C'].map((sku) => ({ name: 'check_inventory', arguments: { ...stock, sku } }));
    await run(services, { calls });
    expect(most).toBe(3);
  });

  it('gives up what is late, each by its own deadline and all by that of the batch', async () => {
    const services = tools({ get_product_info: async () => ({}) });
    const late = { name: 'check_inventory', arguments: stock };
    const byItself = await run(services, {
      calls: [
        { ...late, deadlineMs: 20 },
        { name: 'get_product_info', arguments: { sku: 'S' } },
      ],
    });
    expect(byItself.calls.map(({ outcome }) => outcome)).toEqual(['timeout', 'ok']);
    const all = await run(services, { calls: [late, late], deadlineMs: 20 });
    expect(all.calls.map(({ outcome }) => outcome)).toEqual(['timeout', 'timeout']);
    expect(all.ms).toBeLessThan(1_000);
  });

  it('calls off what runs when nobody waits any more', async () => {
    const gone = new AbortController();
    const answer = run(tools({}), { calls: [{ name: 'check_inventory', arguments: stock }] }, operator, gone.signal);
    gone.abort(new TurnfleetError('cancelled', 'The client is gone.'));
    expect((await answer).calls).toMatchObject([{ outcome: 'failed', error: { kind: 'cancelled' } }]);
  });

  it('lets a tool take effect only for who operates, and only under a key', async () => {
    const services = tools({ reserve_stock: async () => ({ reservation_id: 'R-1' }) });
    const reserve = { name: 'reserve_stock', arguments: { ...stock, quantity: 1 } };
    const outcomes = async (asker: BatchAsker) =>
      (await run(services, { calls: [reserve, { ...reserve, key: 'k-1' }] }, asker)).calls.map(
        ({ outcome }) => outcome,
      );
    expect(await outcomes(client)).toEqual(['rejected', 'rejected']);
    expect(services.made).toEqual([]);
    expect(await outcomes(operator)).toEqual(['rejected', 'ok']);
    expect(services.made).toEqual([expect.objectContaining({ name: 'reserve_stock', key: 'k-1' })]);
  });

  it('refuses too many calls, and arguments that are too long', () => {
    const call = { name: 'check_inventory', arguments: stock };
    const isRefused = (calls: readonly object[]) => !toolBatchSchema.safeParse({ calls }).success;
    expect(isRefused([])).toBe(true);
    expect(isRefused(Array.from({ length: 33 }, () => call))).toBe(true);
    expect(isRefused([{ ...call, arguments: { sku: 'x'.repeat(16_001) } }])).toBe(true);
    expect(isRefused([{ ...call, deadlineMs: 0 }])).toBe(true);
    expect(isRefused([call])).toBe(false);
  });
});
