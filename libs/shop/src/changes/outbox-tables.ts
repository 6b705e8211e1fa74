import type { ChangeKind } from '@turnfleet/contract/events';
import type { Kysely } from 'kysely';

/** Instants are Unix milliseconds. */
export interface OutboxTables {
  /** What changed and has not been told yet: one row for each thing, however often it changed meanwhile. */
  outbox: {
    /** Another one with each change, so that a row which changed while it was being told is not taken for told. */
    id: string;
    kind: ChangeKind;
    subject: string;
    /** Not to be told before: 0, or the moment at which the change takes effect by itself. */
    due_at: number;
    /** Of the first change that was not told. */
    changed_at: number;
    /** W3C trace context of that change. */
    traceparent: string | null;
  };
  /** One row: which instance of the service tells, and how often it said that it still does. */
  outbox_teller: { id: number; name: string; beat: number };
}

/** A migration of every service whose changes are told. */
export async function createOutbox(db: Kysely<OutboxTables>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('outbox')
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('due_at', 'bigint', (column) => column.notNull())
    .addColumn('changed_at', 'bigint', (column) => column.notNull())
    .addColumn('traceparent', 'text')
    .addPrimaryKeyConstraint('outbox_thing', ['kind', 'subject', 'due_at'])
    .execute();
  await schema.createIndex('outbox_by_time').on('outbox').columns(['due_at', 'changed_at']).execute();
  await schema
    .createTable('outbox_teller')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('beat', 'bigint', (column) => column.notNull())
    .execute();
  await db.insertInto('outbox_teller').values({ id: 1, name: '', beat: 0 }).execute();
}
