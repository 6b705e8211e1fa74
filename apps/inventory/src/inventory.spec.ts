import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { answerableForMs } from '@turnfleet/contract/events';
import type { inventory } from '@turnfleet/contract/grpc';
import { silentLogger } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import type { App } from '@turnfleet/service-kit';
import { type GrpcCaller, grpcCaller, refusal } from '@turnfleet/testing';
import { compose } from './compose.ts';
import { configSchema } from './config.ts';
import { keyTtlMs } from './reserve.ts';

const clock = new ManualClock(Date.parse('2026-01-01T12:00:00+08:00'));
let app: App;
let caller: GrpcCaller;

beforeAll(async () => {
  app = await compose(configSchema.parse({ INVENTORY_PORT: '0' }), { clock, logger: silentLogger });
  caller = grpcCaller('turnfleet.inventory.v1.InventoryService', app.addresses.grpc ?? '');
});
afterAll(async () => {
  caller.close();
  await app.stop();
});

const check = (sku: string, city: string) =>
  caller.call('CheckInventory', { sku, city }) as Promise<inventory.CheckInventoryResponse__Output>;

describe('CheckInventory', () => {
  it('tells the stock of every warehouse, nearest first, and the total', async () => {
    expect(await check('SKU-2024-888', '上海')).toEqual({
      sku: 'SKU-2024-888',
      city: '上海',
      total: 92,
      warehouses: [
        { warehouse_id: 'WH-SHA-1', city: '上海', quantity: 42, distance_km: 33 },
        { warehouse_id: 'WH-WUH-1', city: '武汉', quantity: 7, distance_km: 694 },
        { warehouse_id: 'WH-BJS-1', city: '北京', quantity: 18, distance_km: 1_053 },
        { warehouse_id: 'WH-SZX-1', city: '深圳', quantity: 25, distance_km: 1_207 },
        { warehouse_id: 'WH-CTU-1', city: '成都', quantity: 0, distance_km: 1_672 },
      ],
      restock_time: null,
    });
  });

  it('names cities in English to who asks in English', async () => {
    const { city, warehouses } = await check('SKU-2024-888', 'shenzhen');
    expect(city).toBe('Shenzhen');
    expect(warehouses[0]).toMatchObject({ warehouse_id: 'WH-SZX-1', city: 'Shenzhen' });
  });

  it('tells when a product that has run out is restocked', async () => {
    const answer = await check('SKU-2024-113', '北京');
    expect(answer.total).toBe(0);
    const seconds = String(Date.parse('2026-01-13T09:00:00+08:00') / 1_000);
    expect(answer.restock_time).toEqual({ seconds, nanos: 0 });
  });

  it.each([
    ['SKU-0', '上海', { type: 'product', name: 'SKU-0' }],
    ['SKU-2024-888', 'Atlantis', { type: 'city', name: 'Atlantis' }],
  ])('does not know %s in %s', async (sku, city, resource) => {
    const refused = await refusal(check(sku, city));
    expect(refused.code).toBe(status.NOT_FOUND);
    expect(refused.details.resource).toMatchObject(resource);
  });

  it.each([
    ['杭州', 'The shop does not deliver to 杭州. It delivers to 北京, 成都, 广州, 上海, 深圳, 武汉.'],
    ['Hangzhou', /^The shop does not deliver to Hangzhou\. It delivers to Beijing, .*, Wuhan\.$/],
  ])('says which cities are served when %s is not', async (city, message) => {
    expect((await refusal(check('SKU-2024-888', city))).message).toMatch(message);
  });

  it('refuses blank fields, all of them at once', async () => {
    const refused = await refusal(check('', ' '));
    expect(refused.code).toBe(status.INVALID_ARGUMENT);
    expect(refused.details.violations?.map(({ field }) => field)).toEqual(['sku', 'city']);
  });
});

describe('ReserveStock', () => {
  const reserve = (request: object, key?: string) =>
    caller.call('ReserveStock', request, {
      metadata: key === undefined ? {} : { 'idempotency-key': key },
    }) as Promise<inventory.ReserveStockResponse__Output>;
  const wanted = { sku: 'SKU-2024-888', city: 'Wuhan', quantity: 9 };

  it('sets pieces aside, nearest warehouse first, and the stock is lower by them until it expires', async () => {
    const before = (await check('SKU-2024-888', '武汉')).total;
    const answer = await reserve(wanted, 'intent-1');

    const expiresAt = clock.now() + 15 * 60_000;
    expect(answer).toEqual({
      reservation_id: expect.stringMatching(/^R-/),
      sku: 'SKU-2024-888',
      city: 'Wuhan',
      quantity: 9,
      warehouses: [
        { warehouse_id: 'WH-WUH-1', quantity: 7 },
        { warehouse_id: 'WH-SHA-1', quantity: 2 },
      ],
      expire_time: { seconds: String(expiresAt / 1_000), nanos: 0 },
    });
    expect((await check('SKU-2024-888', '武汉')).total).toBe(before - 9);
    expect(await reserve(wanted, 'intent-1')).toEqual(answer);
    await clock.advance(15 * 60_000);
    expect((await check('SKU-2024-888', '武汉')).total).toBe(before);
    expect(await reserve(wanted, 'intent-1')).toEqual(answer);
  });

  it.each([
    ['no key', undefined],
    ['a key with a space', 'two words'],
    ['a key that is too long', 'k'.repeat(129)],
  ])('refuses %s', async (_, key) => {
    const refused = await refusal(reserve(wanted, key));
    expect(refused.code).toBe(status.INVALID_ARGUMENT);
    expect(refused.details.violations?.map(({ field }) => field)).toEqual(['idempotency-key']);
  });

  it('only checks with validate_only: no key is needed, nothing is set aside, and the key stays free', async () => {
    const before = await check('SKU-2024-888', '武汉');
    const request = { ...wanted, validate_only: true };
    const answers = [await reserve(request), await reserve(request, 'intent-checked')];

    const pieces = [
      { warehouse_id: 'WH-WUH-1', quantity: 7 },
      { warehouse_id: 'WH-SHA-1', quantity: 2 },
    ];
    for (const answer of answers)
      expect(answer).toMatchObject({ reservation_id: '', quantity: 9, warehouses: pieces, expire_time: null });
    expect(await check('SKU-2024-888', '武汉')).toEqual(before);
    expect((await reserve({ ...wanted, quantity: 1 }, 'intent-checked')).quantity).toBe(1);
    await clock.advance(15 * 60_000);
  });

  it.each([
    ['more than is free', { quantity: 99 }, status.ABORTED],
    ['a SKU that is not known', { sku: 'SKU-0' }, status.NOT_FOUND],
    ['a city that is not known', { city: 'Atlantis' }, status.NOT_FOUND],
    ['no pieces', { quantity: 0 }, status.INVALID_ARGUMENT],
  ])('refuses %s with validate_only as it would without', async (_, wrong, code) => {
    const refusals = [
      await refusal(reserve({ ...wanted, ...wrong, validate_only: true })),
      await refusal(reserve({ ...wanted, ...wrong }, 'intent-refused')),
    ];
    expect(refusals.map((one) => one.code)).toEqual([code, code]);
    expect(refusals[0]?.message).toBe(refusals[1]?.message);
  });

  it('refuses a quantity below one, and more than is free', async () => {
    const none = await refusal(reserve({ ...wanted, quantity: 0 }, 'intent-2'));
    expect(none.details.violations?.map(({ field }) => field)).toEqual(['quantity']);
    expect((await refusal(reserve({ ...wanted, quantity: 99 }, 'intent-3'))).code).toBe(status.ABORTED);
  });
});

describe('the app', () => {
  it('starts no ops server where another app of the process has one', () => {
    expect(Object.keys(app.addresses)).toEqual(['grpc']);
  });

  it('tells its readiness and metrics when it is a process of its own', async () => {
    const config = configSchema.parse({ INVENTORY_PORT: '0', OPS_PORT: '0' });
    const own = await compose(config, { clock, logger: silentLogger, metrics: () => Promise.resolve('up 1\n') });
    const ready = await fetch(`${own.addresses.ops}/readyz`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({ checks: { database: 'ok', grpc: 'ok' } });
    expect(await (await fetch(`${own.addresses.ops}/metrics`)).text()).toBe('up 1\n');
    await own.stop();
  });

  it('starts without its database, is not ready, and answers that it cannot be reached', async () => {
    const config = configSchema.parse({
      INVENTORY_PORT: '0',
      OPS_PORT: '0',
      DATABASE_URL: 'postgres://x:y@127.0.0.1:1/z',
    });
    const own = await compose(config, { clock, logger: silentLogger, metrics: () => Promise.resolve('') });
    expect((await fetch(`${own.addresses.ops}/readyz`)).status).toBe(503);
    const ownCaller = grpcCaller('turnfleet.inventory.v1.InventoryService', own.addresses.grpc ?? '');
    const refused = await refusal(ownCaller.call('CheckInventory', { sku: 'SKU-2024-888', city: '上海' }));
    expect(refused).toMatchObject({
      code: status.UNAVAILABLE,
      message: 'The inventory database has not been reached yet.',
    });
    ownCaller.close();
    await own.stop();
  });

  it('leaves nothing running when it cannot listen', async () => {
    const port = (app.addresses.grpc ?? '').split(':')[1];
    const pending = clock.pending;
    const config = configSchema.parse({ INVENTORY_PORT: port });
    jest.spyOn(console, 'error').mockImplementation(() => undefined); // grpc-js says it there, too
    await expect(compose(config, { clock, logger: silentLogger })).rejects.toMatchObject({ kind: 'internal' });
    expect(clock.pending).toBe(pending);
  });
});

it('a key is remembered longer than any turn that could make its call again is worked on', () => {
  const dayMs = 24 * 3_600_000;
  expect(keyTtlMs).toBeGreaterThanOrEqual(answerableForMs + dayMs);
});
