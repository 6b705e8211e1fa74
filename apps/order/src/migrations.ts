import type { Clock } from '@turnfleet/core';
import { createCityTable, insertDemoCities } from '@turnfleet/shop';
import { insertAll, type Migrations } from '@turnfleet/sql';
import { type Kysely, sql } from 'kysely';
import { demoRows } from './demo-rows.ts';
import type { OrderTables } from './tables.ts';

/** The demo shop's orders are under way on the day it is set up, so the clock decides their dates. */
export const migrations = (clock: Clock): Migrations => ({
  '0001_tables': { up: createTables },
  '0002_demo_shop': { up: (db: Kysely<OrderTables>) => insertDemoOrders(db, clock.now()) },
  '0003_complaints': { up: createComplaintTables },
  '0004_settlements': { up: addSettlements },
});

async function createTables(db: Kysely<OrderTables>): Promise<void> {
  await createCityTable(db);
  const { schema } = db;
  await schema
    .createTable('customer_order')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('placed_at', 'bigint', (column) => column.notNull())
    .addColumn('delivered_at', 'bigint')
    .addColumn('discount_fen', 'bigint', (column) => column.notNull())
    .addColumn('city_id', 'text', (column) => column.notNull().references('city.id'))
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('recipient', 'text', (column) => column.notNull())
    .addColumn('phone', 'text', (column) => column.notNull())
    .addColumn('cancel_reason', 'text', (column) => column.notNull())
    .execute();
  await schema.createIndex('order_by_owner').on('customer_order').columns(['tenant', 'user_id', 'placed_at']).execute();
  await schema
    .createTable('order_line')
    .addColumn('order_id', 'text', (column) => column.notNull().references('customer_order.id'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('sku', 'text', (column) => column.notNull())
    .addColumn('name_zh', 'text', (column) => column.notNull())
    .addColumn('name_en', 'text', (column) => column.notNull())
    .addColumn('quantity', 'integer', (column) => column.notNull())
    .addColumn('unit_price_fen', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('order_line_key', ['order_id', 'position'])
    .addUniqueConstraint('order_line_product', ['order_id', 'sku'])
    .addCheckConstraint('order_line_positive', sql`quantity > 0`)
    .execute();
  await schema
    .createTable('order_term')
    .addColumn('order_id', 'text', (column) => column.notNull().references('customer_order.id'))
    .addColumn('term', 'text', (column) => column.notNull())
    .addColumn('descriptive', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('order_term_key', ['order_id', 'term'])
    .execute();
  await createEffectTables(db);
}

/** What is done to orders. */
async function createEffectTables({ schema }: Kysely<OrderTables>): Promise<void> {
  await schema
    .createTable('order_return')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('order_id', 'text', (column) => column.notNull().references('customer_order.id'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('note', 'text', (column) => column.notNull())
    .addColumn('opened_at', 'bigint', (column) => column.notNull())
    .addColumn('send_by', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('returned_line')
    .addColumn('return_id', 'text', (column) => column.notNull().references('order_return.id'))
    .addColumn('order_id', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('quantity', 'integer', (column) => column.notNull())
    .addColumn('refund_fen', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('returned_line_key', ['return_id', 'position'])
    .execute();
  await schema.createIndex('returned_by_order').on('returned_line').column('order_id').execute();
  await schema
    .createTable('invoice')
    .addColumn('order_id', 'text', (column) => column.primaryKey().references('customer_order.id'))
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('tax_number', 'text', (column) => column.notNull())
    .addColumn('amount_fen', 'bigint', (column) => column.notNull())
    .addColumn('requested_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('effect')
    .addColumn('idempotency_key', 'text', (column) => column.primaryKey())
    .addColumn('order_id', 'text', (column) => column.notNull().references('customer_order.id'))
    .addColumn('request', 'text', (column) => column.notNull())
    .addColumn('result', 'text', (column) => column.notNull())
    .addColumn('made_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema.createIndex('effect_by_order').on('effect').columns(['order_id', 'made_at']).execute();
}

async function createComplaintTables({ schema }: Kysely<OrderTables>): Promise<void> {
  await schema
    .createTable('complaint')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('order_id', 'text', (column) => column.references('customer_order.id'))
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('filed_at', 'bigint', (column) => column.notNull())
    .addColumn('idempotency_key', 'text', (column) => column.notNull().unique())
    .addColumn('request', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('complaint_count')
    .addColumn('year', 'integer', (column) => column.primaryKey())
    .addColumn('filed', 'integer', (column) => column.notNull())
    .execute();
}

async function addSettlements({ schema }: Kysely<OrderTables>): Promise<void> {
  await schema.alterTable('complaint').addColumn('settled_at', 'bigint').execute();
  await schema.alterTable('complaint').addColumn('settled_by', 'text').execute();
  await schema.alterTable('complaint').addColumn('settlement', 'text').execute();
  await schema.createIndex('complaint_by_tenant').on('complaint').columns(['tenant', 'filed_at', 'id']).execute();
}

async function insertDemoOrders(db: Kysely<OrderTables>, now: number): Promise<void> {
  await insertDemoCities(db);
  const rows = demoRows(now);
  await insertAll(db, 'customer_order', rows.orders);
  await insertAll(db, 'order_line', rows.lines);
  await insertAll(db, 'order_term', rows.terms);
  await insertAll(db, 'order_return', rows.returns);
  await insertAll(db, 'returned_line', rows.returnedLines);
}
