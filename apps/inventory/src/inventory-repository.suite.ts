import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { silentLogger, systemClock } from '@turnfleet/core';
import { type Database, demoItems, demoStock, openDatabase, type StockTables } from '@turnfleet/sql';
import { type InventoryRepository, inventoryRepository } from './inventory-repository.ts';
import { migrations } from './migrations.ts';

const signal = new AbortController().signal;

/** What holds for stock on every database. */
export function inventoryRepositorySuite(url: () => string | undefined): void {
  let database: Database<StockTables>;
  let inventory: InventoryRepository;

  beforeAll(async () => {
    const options = { schema: 'inventory', migrations, clock: systemClock, logger: silentLogger };
    database = await openDatabase<StockTables>({ url: url(), ...options });
    inventory = inventoryRepository(database);
  });
  afterAll(() => database.stop());

  describe('stockOf', () => {
    it('lists the warehouses that carry the product, nearest first', async () => {
      const { warehouses } = await inventory.stockOf('SKU-2024-888', '上海', signal);
      expect(warehouses.map(({ warehouseId }) => warehouseId)).toEqual([
        'WH-SHA-1',
        'WH-WUH-1',
        'WH-BJS-1',
        'WH-SZX-1',
        'WH-CTU-1',
      ]);
      const distances = warehouses.map(({ distanceKm }) => distanceKm);
      expect(distances).toEqual([...distances].sort((a, b) => a - b));
    });

    it.each(['上海', '上海市', 'Shanghai', ' SHANGHAI '])('knows the city as %j', async (name) => {
      expect((await inventory.stockOf('SKU-2024-888', name, signal)).city.id).toBe('shanghai');
    });

    it('has the quantities of the demo shop for every product', async () => {
      for (const { sku, restockDays } of demoItems) {
        const view = await inventory.stockOf(sku, '武汉', signal);
        const expected = demoStock.filter((one) => one.sku === sku);
        expect(view.restockDays).toBe(restockDays);
        expect(view.warehouses.map(({ warehouseId, quantity }) => ({ sku, warehouseId, quantity })).sort(byId)).toEqual(
          [...expected].sort(byId),
        );
      }
    });

    it('does not know an unknown SKU or city', async () => {
      await expect(inventory.stockOf('SKU-0', '上海', signal)).rejects.toMatchObject({
        kind: 'not_found',
        details: { resource: { type: 'product', name: 'SKU-0' } },
      });
      await expect(inventory.stockOf('SKU-2024-888', '亚特兰蒂斯', signal)).rejects.toMatchObject({
        kind: 'not_found',
        details: { resource: { type: 'city', name: '亚特兰蒂斯' } },
      });
    });
  });
}

const byId = (a: { warehouseId: string }, b: { warehouseId: string }): number =>
  a.warehouseId < b.warehouseId ? -1 : 1;
