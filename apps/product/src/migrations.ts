import { createOutbox, demoCategories, demoProducts } from '@turnfleet/shop';
import { insertAll, type Migrations } from '@turnfleet/sql';
import type { Kysely } from 'kysely';
import { productTerms } from './product-terms.ts';
import type { ProductTables } from './tables.ts';

export const migrations: Migrations = {
  '0001_tables': { up: createTables },
  '0002_demo_shop': { up: insertDemoProducts },
  '0003_outbox': { up: createOutbox },
};

async function createTables({ schema }: Kysely<ProductTables>): Promise<void> {
  await schema
    .createTable('category')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('zh', 'text', (column) => column.notNull())
    .addColumn('en', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('product')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('sku', 'text', (column) => column.notNull().unique())
    .addColumn('name_zh', 'text', (column) => column.notNull())
    .addColumn('name_en', 'text', (column) => column.notNull())
    .addColumn('category', 'text', (column) => column.notNull().references('category.id'))
    .addColumn('description_zh', 'text', (column) => column.notNull())
    .addColumn('description_en', 'text', (column) => column.notNull())
    .addColumn('price_fen', 'integer', (column) => column.notNull())
    .addColumn('specs', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('product_term')
    .addColumn('term', 'text', (column) => column.notNull())
    .addColumn('product_id', 'integer', (column) => column.notNull().references('product.id'))
    .addColumn('weight', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('product_term_key', ['term', 'product_id'])
    .execute();
  await schema.createIndex('product_category_price').on('product').columns(['category', 'price_fen']).execute();
}

async function insertDemoProducts(db: Kysely<ProductTables>): Promise<void> {
  await insertAll(db, 'category', demoCategories);
  const rows = demoProducts.map(({ name, description, priceFen, specs, ...product }, i) => ({
    ...product,
    id: i + 1,
    name_zh: name.zh,
    name_en: name.en,
    description_zh: description.zh,
    description_en: description.en,
    price_fen: priceFen,
    specs: JSON.stringify(specs),
  }));
  await insertAll(db, 'product', rows);
  const categories = new Map(demoCategories.map((category) => [category.id, category]));
  const terms = rows.flatMap((row) => productTerms(row, categories.get(row.category)));
  await insertAll(db, 'product_term', terms);
}
