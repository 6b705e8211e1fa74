import { createOutbox } from '@turnfleet/shop';
import { insertAll, type Migrations } from '@turnfleet/sql';
import { type Kysely, sql } from 'kysely';
import { demoCoupons, demoLevels, demoPolicy } from './demo-rules.ts';
import type { PricingTables } from './tables.ts';

export const migrations: Migrations = {
  '0001_tables': { up: createTables },
  '0002_demo_shop': { up: insertDemoRules },
  '0003_outbox': { up: createOutbox },
};

async function createTables({ schema }: Kysely<PricingTables>): Promise<void> {
  await schema
    .createTable('level')
    .addColumn('level', 'text', (column) => column.primaryKey())
    .addColumn('name_zh', 'text', (column) => column.notNull())
    .addColumn('name_en', 'text', (column) => column.notNull())
    .addColumn('points', 'integer', (column) => column.notNull())
    .addCheckConstraint('level_points', sql`points between 0 and 10000`)
    .execute();
  await schema
    .createTable('coupon')
    .addColumn('code', 'text', (column) => column.primaryKey())
    .addColumn('points_off', 'integer')
    .addColumn('amount_off', 'text')
    .addColumn('currency', 'text', (column) => column.notNull())
    .addColumn('minimum', 'text', (column) => column.notNull())
    .addColumn('cap', 'text')
    .addColumn('valid_from', 'text', (column) => column.notNull())
    .addColumn('valid_until', 'text', (column) => column.notNull())
    .addColumn('levels', 'text', (column) => column.notNull())
    .addColumn('combinable', 'integer', (column) => column.notNull())
    .addCheckConstraint('coupon_one_kind', sql`(points_off is null) <> (amount_off is null)`)
    .execute();
  await schema
    .createTable('policy')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('cap_points', 'integer', (column) => column.notNull())
    .addCheckConstraint('policy_one_row', sql`id = 1`)
    .execute();
}

async function insertDemoRules(db: Kysely<PricingTables>): Promise<void> {
  await insertAll(db, 'level', demoLevels);
  await insertAll(db, 'coupon', demoCoupons);
  await insertAll(db, 'policy', [demoPolicy]);
}
