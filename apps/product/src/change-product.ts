import { canonicalCode, type NoteChange, noSuchProduct } from '@turnfleet/shop';
import type { Kysely, Selectable, Updateable } from 'kysely';
import { productTerms } from './product-terms.ts';
import type { ProductTables } from './tables.ts';

type ProductRow = Selectable<ProductTables['product']>;

/** In one transaction: the row, the words it is found by, and the note that it changed. `not_found` */
export function changeProduct(
  db: Kysely<ProductTables>,
  sku: string,
  change: {
    readonly kind: 'price' | 'product';
    readonly set: Updateable<ProductTables['product']>;
    readonly at: number;
  },
  note: NoteChange,
): Promise<ProductRow> {
  const { kind, set, at } = change;
  const subject = canonicalCode(sku);
  return db.transaction().execute(async (within) => {
    const row = await within
      .updateTable('product')
      .set(set)
      .where('sku', '=', subject)
      .returningAll()
      .executeTakeFirst();
    if (!row) throw noSuchProduct(subject);
    if (kind === 'product') await indexAnew(within, row);
    await note(within, { kind, subject, at });
    return row;
  });
}

async function indexAnew(within: Kysely<ProductTables>, row: ProductRow): Promise<void> {
  const category = await within.selectFrom('category').selectAll().where('id', '=', row.category).executeTakeFirst();
  await within.deleteFrom('product_term').where('product_id', '=', row.id).execute();
  await within.insertInto('product_term').values(productTerms(row, category)).execute();
}
