import type { Owner } from '@turnfleet/contract/schemas';
import type { NoteChange, StockView } from '@turnfleet/shop';
import type { Database } from '@turnfleet/sql';
import { freeStock } from './free-stock.ts';
import { type Reservation, type ReservationRequest, reserve, wouldReserve } from './reserve.ts';
import { type CountedStock, setStock } from './set-stock.ts';
import type { InventoryTables } from './tables.ts';

/** `now` is Unix milliseconds: it decides which reservations still hold. */
export interface InventoryRepository {
  /** What of a product is free, as seen from a city; `not_found` if SKU or city is unknown. */
  stockOf(sku: string, city: string, now: number, signal: AbortSignal): Promise<StockView>;
  /** Once per key. `not_found`; `conflict` if not enough is free or the key came with another request or asker. */
  reserve(
    key: string,
    asker: Owner,
    request: ReservationRequest,
    now: number,
    signal: AbortSignal,
  ): Promise<Reservation>;
  /** What would be reserved now; fails as `reserve` would. */
  wouldReserve(
    request: ReservationRequest,
    now: number,
    signal: AbortSignal,
  ): Promise<Pick<Reservation, 'sku' | 'city' | 'warehouses'>>;
  /** What lies in a warehouse from now on, and what did before. `not_found` */
  setStock(
    counted: CountedStock,
    now: number,
    signal: AbortSignal,
  ): Promise<CountedStock & { readonly previous: number }>;
}

export function inventoryRepository(database: Database<InventoryTables>, note: NoteChange): InventoryRepository {
  return {
    stockOf: (sku, city, now, signal) => database.query((db) => freeStock(db, sku, city, now), signal),
    wouldReserve: (request, now, signal) => database.query((db) => wouldReserve(db, request, now), signal),
    reserve: (key, asker, request, now, signal) =>
      database.query((db) => reserve(db, key, asker, request, now, note), signal),
    setStock: (counted, now, signal) => database.query((db) => setStock(db, counted, now, note), signal),
  };
}
