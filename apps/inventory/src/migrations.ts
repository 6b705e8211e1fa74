import { createOutbox, createStockTables, insertDemoStock } from '@turnfleet/shop';
import { type Migrations } from '@turnfleet/sql';
import { type Kysely, sql } from 'kysely';

export const migrations: Migrations = {
  '0001_tables': { up: createStockTables },
  '0002_demo_shop': { up: insertDemoStock },
  '0003_reservations': { up: createReservationTables },
  '0004_outbox': { up: createOutbox },
  '0005_owners': { up: addOwners },
};

async function addOwners<T>({ schema }: Kysely<T>): Promise<void> {
  for (const column of ['tenant', 'user_id'])
    await schema.alterTable('reservation').addColumn(column, 'text').execute();
}

async function createReservationTables<T>({ schema }: Kysely<T>): Promise<void> {
  await schema
    .createTable('reservation')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('idempotency_key', 'text', (column) => column.notNull().unique())
    .addColumn('request', 'text', (column) => column.notNull())
    .addColumn('sku', 'text', (column) => column.notNull().references('item.sku'))
    .addColumn('city_id', 'text', (column) => column.notNull().references('city.id'))
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema.createIndex('reservation_by_product').on('reservation').columns(['sku', 'expires_at']).execute();
  await schema
    .createTable('reserved')
    .addColumn('reservation_id', 'text', (column) => column.notNull().references('reservation.id').onDelete('cascade'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('warehouse_id', 'text', (column) => column.notNull().references('warehouse.id'))
    .addColumn('quantity', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('reserved_key', ['reservation_id', 'position'])
    .addCheckConstraint('reserved_positive', sql`quantity > 0`)
    .execute();
}
