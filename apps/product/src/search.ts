import { queryTerms } from '@turnfleet/shop';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { ProductTables } from './tables.ts';

/** Where a page of results ended: the last product's rank and position. */
export interface SearchPosition {
  readonly rank: number;
  readonly id: number;
}

export interface SearchQuery {
  /** Words in Chinese or English; blank finds everything. */
  readonly text: string;
  readonly category: string | undefined;
  /** Inclusive, hundredths of a yuan. */
  readonly maxPriceFen: number | undefined;
  readonly size: number;
  readonly after: SearchPosition | undefined;
}

type FoundRow = Selectable<ProductTables['product']> & { readonly rank: number };

/** More words matched always beat better ones; weights of one product never add up to this. */
const perMatchedTerm = 10_000;

export async function searchRows(db: Kysely<ProductTables>, query: SearchQuery): Promise<FoundRow[]> {
  if (query.text.trim() === '') return allRows(db, query);
  const terms = await knownTerms(db, queryTerms(query.text));
  if (terms.length === 0) return [];
  const mostMatched = await bestMatch(db, query, terms);
  return matchingRows(db, query, terms, Math.min(mostMatched, Math.ceil((terms.length * 2) / 3)));
}

function allRows(db: Kysely<ProductTables>, query: SearchQuery): Promise<FoundRow[]> {
  let rows = restricted(db, query).selectAll('product').select(sql<number>`0`.as('rank'));
  if (query.after) rows = rows.where('product.id', '>', query.after.id);
  return rows.orderBy('product.id').limit(query.size).execute();
}

/** Words no product has would only keep the others from matching. */
async function knownTerms(db: Kysely<ProductTables>, terms: readonly string[]): Promise<string[]> {
  if (terms.length === 0) return [];
  const rows = await db.selectFrom('product_term').select('term').distinct().where('term', 'in', terms).execute();
  return rows.map(({ term }) => term);
}

/** How many of the words the best product has: asking for more would find nothing at all. */
async function bestMatch(db: Kysely<ProductTables>, query: SearchQuery, terms: readonly string[]): Promise<number> {
  const row = await matches(db, query, terms)
    .select((select) => select.fn.countAll<number>().as('matched'))
    .groupBy('product.id')
    .orderBy('matched', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.matched ?? 0;
}

function matchingRows(db: Kysely<ProductTables>, query: SearchQuery, terms: readonly string[], atLeast: number) {
  const rank = sql<number>`count(*) * ${sql.lit(perMatchedTerm)} + sum(${sql.ref('product_term.weight')})`;
  const { after, size } = query;
  let found = matches(db, query, terms)
    .selectAll('product')
    .select(rank.as('rank'))
    .groupBy('product.id')
    .having((having) => having(having.fn.countAll(), '>=', atLeast));
  if (after) {
    found = found.having(
      sql<boolean>`${rank} < ${after.rank} or (${rank} = ${after.rank} and ${sql.ref('product.id')} > ${after.id})`,
    );
  }
  return found.orderBy('rank', 'desc').orderBy('product.id').limit(size).execute();
}

function matches(db: Kysely<ProductTables>, query: SearchQuery, terms: readonly string[]) {
  return restricted(db, query)
    .innerJoin('product_term', 'product_term.product_id', 'product.id')
    .where('product_term.term', 'in', terms);
}

function restricted(db: Kysely<ProductTables>, { category, maxPriceFen }: SearchQuery) {
  let rows = db.selectFrom('product');
  if (category !== undefined) rows = rows.where('product.category', '=', category);
  if (maxPriceFen !== undefined) rows = rows.where('product.price_fen', '<=', maxPriceFen);
  return rows;
}
