import { TurnfleetError } from '@turnfleet/core';
import type { NoteChange } from '@turnfleet/shop';
import type { Kysely } from 'kysely';
import { lockProduct } from './reservation-rows.ts';
import type { InventoryTables } from './tables.ts';

export interface CountedStock {
  readonly sku: string;
  readonly warehouseId: string;
  readonly quantity: number;
}

/** Writes down how many pieces lie in a warehouse, in one transaction with the note of it. `not_found` */
export function setStock(
  db: Kysely<InventoryTables>,
  counted: CountedStock,
  at: number,
  note: NoteChange,
): Promise<CountedStock & { readonly previous: number }> {
  const { warehouseId, quantity } = counted;
  return db.transaction().execute(async (within) => {
    const sku = await lockProduct(within, counted.sku);
    const here = within.selectFrom('stock').where('sku', '=', sku).where('warehouse_id', '=', warehouseId);
    const row = await here.select('quantity').executeTakeFirst();
    if (!row) await mustExist(within, warehouseId);
    await within
      .insertInto('stock')
      .values({ sku, warehouse_id: warehouseId, quantity })
      .onConflict((conflict) => conflict.columns(['sku', 'warehouse_id']).doUpdateSet({ quantity }))
      .execute();
    await note(within, { kind: 'stock', subject: sku, at });
    return { sku, warehouseId, quantity, previous: row?.quantity ?? 0 };
  });
}

async function mustExist(within: Kysely<InventoryTables>, warehouseId: string): Promise<void> {
  const known = await within.selectFrom('warehouse').select('id').orderBy('id').execute();
  if (known.some(({ id }) => id === warehouseId)) return;
  throw new TurnfleetError('not_found', `There is no warehouse ${warehouseId}.`, {
    resource: { type: 'warehouse', name: warehouseId },
    suggestion: `There are ${known.map(({ id }) => id).join(', ')}.`,
  });
}
