import { canonicalCode, noSuchProduct } from '@turnfleet/shop';
import type { Selectable, Transaction } from 'kysely';
import type { Reservation } from './reserve.ts';
import type { InventoryTables } from './tables.ts';

/** Until the transaction ends nobody else reserves this product. An update, because SQLite knows no `for update`. */
export async function lockProduct(within: Transaction<InventoryTables>, sku: string): Promise<string> {
  const code = canonicalCode(sku);
  const { numUpdatedRows } = await within
    .updateTable('item')
    .set((item) => ({ restock_days: item.ref('restock_days') }))
    .where('sku', '=', code)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw noSuchProduct(code);
  return code;
}

/** Of reservations that expired by `until`. */
export async function dropOldKeys(within: Transaction<InventoryTables>, sku: string, until: number): Promise<void> {
  await within.deleteFrom('reservation').where('sku', '=', sku).where('expires_at', '<=', until).execute();
}

export async function insertReservation(
  within: Transaction<InventoryTables>,
  { id, sku, warehouses, expiresAt }: Reservation,
  made: Pick<InventoryTables['reservation'], 'idempotency_key' | 'request' | 'city_id' | 'tenant' | 'user_id'>,
): Promise<void> {
  await within
    .insertInto('reservation')
    .values({ id, sku, expires_at: expiresAt, ...made })
    .execute();
  const pieces = warehouses.map(({ warehouseId, quantity }, position) => ({
    reservation_id: id,
    position,
    warehouse_id: warehouseId,
    quantity,
  }));
  await within.insertInto('reserved').values(pieces).execute();
}

export async function readReservation(
  within: Transaction<InventoryTables>,
  { id, sku, city_id, expires_at }: Selectable<InventoryTables['reservation']>,
): Promise<Reservation> {
  const city = await within.selectFrom('city').select(['zh', 'en']).where('id', '=', city_id).executeTakeFirstOrThrow();
  const warehouses = await within
    .selectFrom('reserved')
    .select(['warehouse_id as warehouseId', 'quantity'])
    .where('reservation_id', '=', id)
    .orderBy('position')
    .execute();
  return { id, sku, city, warehouses, expiresAt: expires_at };
}
