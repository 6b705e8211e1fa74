import { queryTerms } from '@turnfleet/shop';
import type { Kysely, SelectQueryBuilder } from 'kysely';
import type { OrderTables } from './tables.ts';

/**
 * Of these orders those that hold what the shopper calls a product: the ones with the most of its words. Words that none of
 * them has do not count; names go before descriptions.
 */
export async function matchingOrders(
  db: Kysely<OrderTables>,
  ids: SelectQueryBuilder<OrderTables, 'customer_order', { id: string }>,
  product: string,
): Promise<readonly string[]> {
  const terms = queryTerms(product);
  if (terms.length === 0) return [];
  const rows = await db
    .selectFrom('order_term')
    .select(['order_id', 'descriptive', (select) => select.fn.countAll<number>().as('matched')])
    .where('order_id', 'in', ids)
    .where('term', 'in', terms)
    .groupBy(['order_id', 'descriptive'])
    .execute();
  const named = rows.filter(({ descriptive }) => descriptive === 0);
  const best = named.length > 0 ? named : rows;
  const most = Math.max(...best.map(({ matched }) => matched));
  return best.filter(({ matched }) => matched === most).map(({ order_id }) => order_id);
}
