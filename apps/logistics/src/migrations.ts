import type { Clock } from '@turnfleet/core';
import { createStockTables, demoOrders, insertDemoStock } from '@turnfleet/shop';
import { insertAll, type Migrations } from '@turnfleet/sql';
import type { Kysely } from 'kysely';
import { demoShipments } from './demo-shipments.ts';
import { namesByLanguage, type TablesBefore } from './names-by-language.ts';
import type { LogisticsTables } from './tables.ts';

/** The demo shop's shipments are under way on the day it is set up, so the clock decides their dates. */
export const migrations = (clock: Clock): Migrations => ({
  '0001_tables': { up: createTables },
  '0002_demo_shop': { up: insertDemoStock },
  '0003_names_by_language': { up: namesByLanguage },
  '0004_demo_orders': { up: (db: Kysely<TablesBeforeOwners>) => setDemoShipments(db, clock.now()) },
  '0005_owners': { up: addOwners },
});

async function createTables(db: Kysely<TablesBefore>): Promise<void> {
  await createStockTables(db);
  await db.schema
    .createTable('shipment')
    .addColumn('order_id', 'text', (column) => column.primaryKey())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('carrier', 'text', (column) => column.notNull())
    .addColumn('tracking_number', 'text', (column) => column.notNull())
    .addColumn('estimated_at', 'text')
    .execute();
  await db.schema
    .createTable('shipment_event')
    .addColumn('order_id', 'text', (column) => column.notNull().references('shipment.order_id'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('city', 'text', (column) => column.notNull())
    .addColumn('description_zh', 'text', (column) => column.notNull())
    .addColumn('description_en', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('shipment_event_key', ['order_id', 'position'])
    .execute();
}

/** When whoever named an order was told of its shipment. */
interface TablesBeforeOwners extends Omit<LogisticsTables, 'shipment'> {
  shipment: Omit<LogisticsTables['shipment'], 'tenant' | 'user_id'>;
}

/** Each shipment is its order's; one of no order that is known is nobody's, and found by nobody. */
async function addOwners(db: Kysely<LogisticsTables>): Promise<void> {
  for (const [column, before] of [
    ['tenant', 'default'],
    ['user_id', ''],
  ] as const)
    await db.schema
      .alterTable('shipment')
      .addColumn(column, 'text', (added) => added.notNull().defaultTo(before))
      .execute();
  // Whose they are does not depend on the day.
  for (const { orderId, shopperId } of demoOrders(0))
    await db.updateTable('shipment').set({ user_id: shopperId }).where('order_id', '=', orderId).execute();
}

/** Instead of those there are: until this migration they were set up without the orders they belong to. */
async function setDemoShipments(db: Kysely<TablesBeforeOwners>, now: number): Promise<void> {
  await db.deleteFrom('shipment_event').execute();
  await db.deleteFrom('shipment').execute();
  const shipments = demoShipments(now);
  await insertAll(
    db,
    'shipment',
    shipments.map(({ orderId, status, carrier, trackingNumber, estimatedAt }) => ({
      order_id: orderId,
      status,
      carrier_zh: carrier.zh,
      carrier_en: carrier.en,
      tracking_number: trackingNumber,
      estimated_at: estimatedAt === null ? null : new Date(estimatedAt).toISOString(),
    })),
  );
  const events = shipments.flatMap(({ orderId, events: happened }) =>
    happened.map(({ at, city, description }, position) => ({
      order_id: orderId,
      position,
      at: new Date(at).toISOString(),
      city_zh: city.zh,
      city_en: city.en,
      description_zh: description.zh,
      description_en: description.en,
    })),
  );
  await insertAll(db, 'shipment_event', events);
}
