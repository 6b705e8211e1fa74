import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import { demoOrders } from '@turnfleet/shop';
import { type Database, openDatabase } from '@turnfleet/sql';
import { demoShipments } from './demo-shipments.ts';
import { type LogisticsRepository, logisticsRepository } from './logistics-repository.ts';
import { migrations } from './migrations.ts';
import type { LogisticsTables } from './tables.ts';

const signal = new AbortController().signal;

/** What holds for shipments on every database. */
export function logisticsRepositorySuite(url: () => string | undefined): void {
  const clock = new ManualClock();
  let database: Database<LogisticsTables>;
  let shipments: LogisticsRepository;

  beforeAll(async () => {
    const options = { schema: 'logistics', migrations: migrations(clock), clock, logger: silentLogger };
    database = await openDatabase<LogisticsTables>({ url: url(), ...options });
    shipments = logisticsRepository(database);
  });
  afterAll(() => database.stop());

  describe('shipment', () => {
    it('gives every shipment of the demo shop, events oldest first', async () => {
      const owners = new Map(demoOrders(clock.now()).map(({ orderId, shopperId }) => [orderId, shopperId]));
      for (const shipment of demoShipments(clock.now())) {
        const owner = { tenant: 'default', user: owners.get(shipment.orderId) ?? '' };
        expect(await shipments.shipment(owner, shipment.orderId.toLowerCase(), signal)).toEqual(shipment);
      }
    });

    it.each([
      ['an unknown order', 'ORD-2024-9999', { tenant: 'default', user: 'U123456' }],
      ['the order of another shopper', 'ORD-2024-0001', { tenant: 'default', user: 'U123457' }],
      ['the order of another tenant', 'ORD-2024-0001', { tenant: 'acme', user: 'U123456' }],
      ['an order for nobody', 'ORD-2024-0001', { tenant: 'default', user: '' }],
    ])('finds nothing under %s', async (_, orderId, owner) => {
      expect(await shipments.shipment(owner, orderId, signal)).toBeUndefined();
    });
  });

  describe('stockOf', () => {
    it('has its own copy of what lies where', async () => {
      const { warehouses } = await shipments.stockOf('SKU-2024-888', 'Shanghai', signal);
      expect(warehouses[0]).toMatchObject({ warehouseId: 'WH-SHA-1', quantity: 42 });
    });

    it('does not know an unknown SKU', async () => {
      await expect(shipments.stockOf('SKU-0', '上海', signal)).rejects.toMatchObject({ kind: 'not_found' });
    });
  });
}
