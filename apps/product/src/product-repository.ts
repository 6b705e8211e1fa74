import { canonicalCode } from '@turnfleet/shop';
import { type Database } from '@turnfleet/sql';
import type { Selectable } from 'kysely';
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
}

export function productRepository(database: Database<ProductTables>): ProductRepository {
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
