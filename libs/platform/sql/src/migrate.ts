import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';

/** Migrations by name; they run in the order of their names (`0001_tables`, `0002_demo_shop`, …), each once. */
export type Migrations = Readonly<Record<string, Migration>>;

/**
 * Runs what has not run yet. Safe when several processes do it at once: kysely holds an advisory lock and, on Postgres,
 * runs everything in one transaction.
 */
export async function migrate<T>(db: Kysely<T>, migrations: Migrations, schema?: string): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
    ...(schema === undefined ? {} : { migrationTableSchema: schema }),
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error as Error;
}
