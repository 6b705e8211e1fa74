import { type Database, type StockTables, type StockView, stockView } from '@turnfleet/sql';

export interface InventoryRepository {
  /** Stock of a product as seen from a city; `not_found` if SKU or city is unknown. */
  stockOf(sku: string, city: string, signal: AbortSignal): Promise<StockView>;
}

export function inventoryRepository(database: Database<StockTables>): InventoryRepository {
  return {
    stockOf: (sku, city, signal) => database.query((db) => stockView(db, sku, city), signal),
  };
}
