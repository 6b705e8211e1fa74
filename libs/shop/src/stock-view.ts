import type { Kysely } from 'kysely';
import { servedCity } from './city-tables.ts';
import { canonicalCode } from './code.ts';
import { greatCircleKm } from './great-circle.ts';
import { noSuchProduct } from './no-such.ts';
import type { City } from './places.ts';
import type { StockTables } from './stock-tables.ts';

interface StockSeenFromCity {
  readonly warehouseId: string;
  /** City of the warehouse. */
  readonly city: { readonly id: string; readonly zh: string; readonly en: string };
  readonly quantity: number;
  readonly distanceKm: number;
}

export interface StockView {
  readonly sku: string;
  readonly city: City;
  /** Days until more arrives once it has run out; null: nothing is on order. */
  readonly restockDays: number | null;
  /** Every warehouse that carries the product, nearest to the city first, then by id. */
  readonly warehouses: readonly StockSeenFromCity[];
}

/** Stock of a product as seen from a city, named in Chinese or English, with or without 市. `not_found` if either is unknown. */
export async function stockView(db: Kysely<StockTables>, sku: string, cityNamed: string): Promise<StockView> {
  const code = canonicalCode(sku);
  const item = await db.selectFrom('item').select(['sku', 'restock_days']).where('sku', '=', code).executeTakeFirst();
  if (!item) throw noSuchProduct(code);
  const city = await servedCity(db, cityNamed);
  const warehouses = await stockSeenFrom(db, item.sku, city);
  return { sku: item.sku, city, restockDays: item.restock_days, warehouses };
}

async function stockSeenFrom(db: Kysely<StockTables>, sku: string, from: City): Promise<StockSeenFromCity[]> {
  const rows = await db
    .selectFrom('stock')
    .innerJoin('warehouse', 'warehouse.id', 'stock.warehouse_id')
    .innerJoin('city', 'city.id', 'warehouse.city_id')
    .where('stock.sku', '=', sku)
    .select([
      'warehouse.id as warehouseId',
      'warehouse.latitude as latitude',
      'warehouse.longitude as longitude',
      'stock.quantity as quantity',
      'city.id as cityId',
      'city.zh as zh',
      'city.en as en',
    ])
    .execute();
  return rows
    .map(({ warehouseId, quantity, cityId, zh, en, ...place }) => ({
      warehouseId,
      city: { id: cityId, zh, en },
      quantity,
      distanceKm: greatCircleKm(from, place),
    }))
    .sort((a, b) => a.distanceKm - b.distanceKm || (a.warehouseId < b.warehouseId ? -1 : 1));
}
