import { insertAll } from '@turnfleet/sql';
import { type Kysely, sql } from 'kysely';
import { type CityTables, createCityTable, insertDemoCities } from './city-tables.ts';
import { demoWarehouses } from './places.ts';
import { demoItems, demoStock } from './stock.ts';

/** Where things lie, as inventory and logistics each keep it in their own database. */
export interface StockTables extends CityTables {
  warehouse: { id: string; city_id: string; latitude: number; longitude: number };
  item: { sku: string; restock_days: number | null };
  stock: { sku: string; warehouse_id: string; quantity: number };
}

export async function createStockTables<T>(db: Kysely<T>): Promise<void> {
  await createCityTable(db);
  const { schema } = db;
  await schema
    .createTable('warehouse')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('city_id', 'text', (column) => column.notNull().references('city.id'))
    .addColumn('latitude', 'double precision', (column) => column.notNull())
    .addColumn('longitude', 'double precision', (column) => column.notNull())
    .execute();
  await schema
    .createTable('item')
    .addColumn('sku', 'text', (column) => column.primaryKey())
    .addColumn('restock_days', 'integer')
    .execute();
  await schema
    .createTable('stock')
    .addColumn('sku', 'text', (column) => column.notNull().references('item.sku'))
    .addColumn('warehouse_id', 'text', (column) => column.notNull().references('warehouse.id'))
    .addColumn('quantity', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('stock_key', ['sku', 'warehouse_id'])
    .addCheckConstraint('stock_not_negative', sql`quantity >= 0`)
    .execute();
}

/** Fills them with the demo shop. */
export async function insertDemoStock(db: Kysely<StockTables>): Promise<void> {
  await insertDemoCities(db);
  await insertAll(
    db,
    'warehouse',
    demoWarehouses.map(({ cityId, ...place }) => ({ ...place, city_id: cityId })),
  );
  await insertAll(
    db,
    'item',
    demoItems.map(({ sku, restockDays }) => ({ sku, restock_days: restockDays })),
  );
  await insertAll(
    db,
    'stock',
    demoStock.map(({ sku, warehouseId, quantity }) => ({ sku, warehouse_id: warehouseId, quantity })),
  );
}
