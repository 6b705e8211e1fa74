import { canonicalCode, type NoteChange } from '@turnfleet/shop';
import { type Database } from '@turnfleet/sql';
import type { Selectable } from 'kysely';
import { changeProduct } from './change-product.ts';
import { type SearchPosition, type SearchQuery, searchRows } from './search.ts';
import type { ProductTables } from './tables.ts';

export interface Product {
  readonly sku: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly category: string;
  readonly description: { readonly zh: string; readonly en: string };
  /** Hundredths of a yuan. */
  readonly priceFen: number;
  readonly specs: Readonly<Record<string, string>>;
}

export interface SearchPage {
  readonly products: readonly Product[];
  /** Where the next page begins; undefined on the last. */
  readonly next: SearchPosition | undefined;
}

export interface Category {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
}

export interface ProductRepository {
  find(sku: string, signal: AbortSignal): Promise<Product | undefined>;
  categories(signal: AbortSignal): Promise<readonly Category[]>;
  /** Best match first, then in catalogue order; the same on every database. */
  search(query: SearchQuery, signal: AbortSignal): Promise<SearchPage>;
  /** `at`: Unix milliseconds. `not_found` */
  setPrice(sku: string, priceFen: number, at: number, signal: AbortSignal): Promise<Product>;
  /** An empty text leaves what there is. `not_found` */
  setDescription(
    sku: string,
    description: { readonly zh: string; readonly en: string },
    at: number,
    signal: AbortSignal,
  ): Promise<Product>;
}

export function productRepository(database: Database<ProductTables>, note: NoteChange): ProductRepository {
  return {
    find: async (sku, signal) => {
      const row = await database.query(
        (db) => db.selectFrom('product').selectAll().where('sku', '=', canonicalCode(sku)).executeTakeFirst(),
        signal,
      );
      return row && productOf(row);
    },
    categories: (signal) =>
      database.query((db) => db.selectFrom('category').selectAll().orderBy('id').execute(), signal),
    search: async (query, signal) => {
      const rows = await database.query((db) => searchRows(db, { ...query, size: query.size + 1 }), signal);
      const last = rows.length > query.size ? rows[query.size - 1] : undefined;
      return {
        products: rows.slice(0, query.size).map(productOf),
        next: last && { rank: last.rank, id: last.id },
      };
    },
    setPrice: async (sku, price_fen, at, signal) => {
      const change = { kind: 'price', set: { price_fen }, at } as const;
      return productOf(await database.query((db) => changeProduct(db, sku, change, note), signal));
    },
    setDescription: async (sku, { zh, en }, at, signal) => {
      const set = { ...(zh && { description_zh: zh }), ...(en && { description_en: en }) };
      const change = { kind: 'product', set, at } as const;
      return productOf(await database.query((db) => changeProduct(db, sku, change, note), signal));
    },
  };
}

function productOf(row: Selectable<ProductTables['product']>): Product {
  return {
    sku: row.sku,
    name: { zh: row.name_zh, en: row.name_en },
    category: row.category,
    description: { zh: row.description_zh, en: row.description_en },
    priceFen: row.price_fen,
    specs: JSON.parse(row.specs) as Record<string, string>,
  };
}
