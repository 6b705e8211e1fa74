import { type StockView, stockView } from '@turnfleet/shop';
import type { Kysely } from 'kysely';
import type { InventoryTables } from './tables.ts';

/**
 * What of a product can still be sold, as seen from a city. A reservation that has expired by `now` (Unix milliseconds)
 * no longer counts: that is all it takes to give its pieces back.
 */
export async function freeStock(
  db: Kysely<InventoryTables>,
  sku: string,
  city: string,
  now: number,
): Promise<StockView> {
  const view = await stockView(db, sku, city);
  const reserved = await reservedByWarehouse(db, view.sku, now);
  const warehouses = view.warehouses.map((warehouse) => ({
    ...warehouse,
    quantity: warehouse.quantity - (reserved.get(warehouse.warehouseId) ?? 0),
  }));
  return { ...view, warehouses };
}

async function reservedByWarehouse(
  db: Kysely<InventoryTables>,
  sku: string,
  now: number,
): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('reservation')
    .innerJoin('reserved', 'reserved.reservation_id', 'reservation.id')
    .where('reservation.sku', '=', sku)
    .where('reservation.expires_at', '>', now)
    .groupBy('reserved.warehouse_id')
    .select(({ fn }) => ['reserved.warehouse_id as warehouseId', fn.sum<number>('reserved.quantity').as('quantity')])
    .execute();
  return new Map(rows.map(({ warehouseId, quantity }) => [warehouseId, quantity]));
}
