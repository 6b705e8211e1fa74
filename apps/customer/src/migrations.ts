import { demoShoppers } from '@turnfleet/shop';
import { insertAll, type Migrations } from '@turnfleet/sql';
import { type Kysely, sql } from 'kysely';
import type { CustomerTables } from './tables.ts';

export const migrations: Migrations = {
  '0001_tables': { up: createTables },
  '0002_demo_shop': { up: (db: Kysely<CustomerTables>) => insertAll(db, 'customer', demoShoppers) },
};

async function createTables({ schema }: Kysely<CustomerTables>): Promise<void> {
  await schema
    .createTable('customer')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('level', 'text', (column) => column.notNull())
    .addColumn('city', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addCheckConstraint('customer_level', sql`level in ('regular', 'silver', 'gold')`)
    .execute();
}
