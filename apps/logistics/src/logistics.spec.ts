import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { encodeAsker, type inventory, type logistics } from '@turnfleet/contract/grpc';
import { silentLogger, systemClock, TurnfleetError } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import { type App, type GrpcServer, grpcService, serveGrpc, timestampOf } from '@turnfleet/service-kit';
import { type GrpcCaller, grpcCaller, refusal } from '@turnfleet/testing';
import { compose } from './compose.ts';
import { configSchema } from './config.ts';

const clock = new ManualClock(Date.parse('2026-01-05T10:00:00+08:00'));
let app: App;
let caller: GrpcCaller;

beforeAll(async () => {
  app = await compose(configSchema.parse({ LOGISTICS_PORT: '0' }), { clock, logger: silentLogger });
  caller = grpcCaller('turnfleet.logistics.v1.LogisticsService', app.addresses.grpc ?? '');
});
afterAll(async () => {
  caller.close();
  await app.stop();
});

const seconds = (time: string): string => String(Date.parse(`${time}:00+08:00`) / 1_000);

describe('TrackShipment', () => {
  it('tells where the first order of the demo shop is', async () => {
    const answer = (await caller.call('TrackShipment', {
      ...{ user_id: 'U123456', order_id: 'ord-2024-0001' },
    })) as logistics.TrackShipmentResponse__Output;
    expect(answer).toMatchObject({ order_id: 'ORD-2024-0001', status: 'SHIPMENT_STATUS_IN_TRANSIT' });
    expect(answer.events).toHaveLength(2);
    expect(answer.events[0]?.description).toEqual({
      zh: expect.any(String),
      en: 'Order confirmed, the warehouse is preparing it',
    });
    expect(Number(answer.estimated_delivery_time?.seconds) * 1_000).toBeGreaterThan(clock.now());
  });

  it('does not know an unknown order', async () => {
    const refused = await refusal(caller.call('TrackShipment', { user_id: 'U123456', order_id: 'ORD-1999-0001' }));
    expect(refused.code).toBe(status.NOT_FOUND);
    expect(refused.details.resource).toEqual({ type: 'order', name: 'ORD-1999-0001' });
  });

  it.each([
    ['another shopper', 'U123457', {}, status.NOT_FOUND],
    ['another tenant', 'U123456', encodeAsker({ tenant: 'acme', user: 'U123456' }), status.NOT_FOUND],
    [
      'who acts for another shopper',
      'U123456',
      encodeAsker({ tenant: 'default', user: 'U123457' }),
      status.PERMISSION_DENIED,
    ],
    [
      'who names nobody but is another shopper',
      '',
      encodeAsker({ tenant: 'default', user: 'U123457' }),
      status.NOT_FOUND,
    ],
    ['nobody of another tenant', '', encodeAsker({ tenant: 'acme', user: null }), status.NOT_FOUND],
  ])('is not for %s', async (_, user_id, metadata, code) => {
    const asked = caller.call('TrackShipment', { user_id, order_id: 'ORD-2024-0001' }, { metadata });
    expect((await refusal(asked)).code).toBe(code);
  });

  it('asks for no more than the number where nobody in particular wants to know', async () => {
    const answer = await caller.call('TrackShipment', { order_id: 'ORD-2024-0001' });
    expect(answer).toMatchObject({ order_id: 'ORD-2024-0001' });
  });

  it('refuses a blank order id', async () => {
    expect((await refusal(caller.call('TrackShipment', {}))).code).toBe(status.INVALID_ARGUMENT);
  });
});

describe('EstimateDelivery', () => {
  it('tells when the flagship would arrive in Shanghai', async () => {
    expect(await caller.call('EstimateDelivery', { sku: 'SKU-2024-888', city: '上海' })).toEqual({
      warehouse_id: 'WH-SHA-1',
      earliest_time: { seconds: seconds('2026-01-06T09:00'), nanos: 0 },
      latest_time: { seconds: seconds('2026-01-06T20:00'), nanos: 0 },
      in_stock: true,
    });
  });

  it('counts from the restock for a product that has run out', async () => {
    const answer = await caller.call('EstimateDelivery', { sku: 'SKU-2024-113', city: 'Wuhan' });
    expect(answer).toMatchObject({ in_stock: false, earliest_time: { seconds: expect.any(String) } });
  });

  it.each([
    [{ sku: 'SKU-0', city: '上海' }, 'product'],
    [{ sku: 'SKU-2024-888', city: 'Atlantis' }, 'city'],
  ])('does not know %j', async (request, type) => {
    const refused = await refusal(caller.call('EstimateDelivery', request));
    expect(refused.code).toBe(status.NOT_FOUND);
    expect(refused.details.resource?.type).toBe(type);
  });
});

describe('EstimateDelivery where there is an inventory to ask', () => {
  const warehouses = [
    { warehouse_id: 'WH-SHA-1', city: '上海', quantity: 0, distance_km: 12 },
    { warehouse_id: 'WH-WUH-1', city: '武汉', quantity: 7, distance_km: 700 },
  ];
  let answer: () => inventory.CheckInventoryResponse;
  let asked: object[] = [];
  let stock: GrpcServer;
  let here: App;
  let estimates: GrpcCaller;
  const estimate = () => estimates.call('EstimateDelivery', { sku: 'SKU-2024-888', city: '上海' });
  const base = { sku: 'SKU-2024-888', city: '上海', total: 7, warehouses, restock_time: null };

  beforeAll(async () => {
    const service = grpcService('turnfleet.inventory.v1.InventoryService', {
      CheckInventory: async (request) => {
        asked = [...asked, request];
        return answer();
      },
      ReserveStock: () => Promise.reject(new TurnfleetError('internal', 'Nobody reserves.')),
      SetStock: () => Promise.reject(new TurnfleetError('internal', 'Nobody counts.')),
    });
    stock = await serveGrpc({
      ...{ name: 'inventory', host: '127.0.0.1', port: 0, services: [service], checks: [], drainMs: 0 },
      ...{ clock: systemClock, logger: silentLogger },
    });
    const config = configSchema.parse({ LOGISTICS_PORT: '0', INVENTORY_ADDR: stock.address });
    here = await compose(config, { clock: systemClock, logger: silentLogger });
    estimates = grpcCaller('turnfleet.logistics.v1.LogisticsService', here.addresses.grpc ?? '');
  });
  afterAll(async () => {
    estimates.close();
    await here.stop();
    await stock.stop();
  });

  it('goes by what inventory says, and by what it says next', async () => {
    answer = () => base;
    expect(await estimate()).toMatchObject({ warehouse_id: 'WH-WUH-1', in_stock: true });
    expect(asked.at(-1)).toEqual({ sku: 'SKU-2024-888', city: '上海' });
    answer = () => ({
      ...base,
      total: 0,
      warehouses: warehouses.map((one) => ({ ...one, quantity: 0 })),
      restock_time: timestampOf(Date.parse('2030-01-09T09:00:00+08:00')),
    });
    expect(await estimate()).toMatchObject({
      ...{ warehouse_id: 'WH-SHA-1', in_stock: false },
      earliest_time: { seconds: seconds('2030-01-10T09:00') },
    });
  });

  it('does not know what inventory does not know', async () => {
    answer = () => {
      throw new TurnfleetError('not_found', 'There is no product.', { resource: { type: 'product', name: 'SKU-1' } });
    };
    const refused = await refusal(estimate());
    expect(refused).toMatchObject({
      code: status.NOT_FOUND,
      details: { resource: { type: 'product', name: 'SKU-1' } },
    });
  });

  it('names no date while inventory cannot be asked', async () => {
    await stock.stop();
    expect((await refusal(estimate())).code).toBe(status.UNAVAILABLE);
  });
});
