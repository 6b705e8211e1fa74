import { indexTerms } from '@turnfleet/shop';
import type { Selectable } from 'kysely';
import type { ProductTables } from './tables.ts';

/** How much a word says about a product, by where it stands. */
const weights = { sku: 50, name: 10, category: 6, specs: 4, description: 2 } as const;

/** The rows of the search index for one product: each word once, with its highest weight. */
export function productTerms(
  product: Selectable<ProductTables['product']>,
  category: Selectable<ProductTables['category']> | undefined,
): Selectable<ProductTables['product_term']>[] {
  const { sku, name_zh, name_en, description_zh, description_en, specs } = product;
  const best = new Map<string, number>();
  const add = (text: string, weight: number): void => {
    for (const term of indexTerms(text)) best.set(term, Math.max(weight, best.get(term) ?? 0));
  };
  add(sku, weights.sku);
  add(/\d+$/.exec(sku)?.[0] ?? '', weights.sku);
  add(`${name_zh} ${name_en}`, weights.name);
  if (category) add(`${category.id} ${category.zh} ${category.en}`, weights.category);
  add(Object.values(JSON.parse(specs) as Record<string, string>).join(' '), weights.specs);
  add(`${description_zh} ${description_en}`, weights.description);
  return [...best].map(([term, weight]) => ({ term, product_id: product.id, weight }));
}
