import { Kysely, SqliteDialect, sql } from 'kysely';
import type { SqlAdapter } from './adapter.ts';
import { migrate } from './migrate.ts';
import { nodeSqlite } from './node-sqlite.ts';

/** A database in this process's memory: gone with it, ready at once. */
export function sqliteInMemory<T>(): SqlAdapter<T> {
  const db = new Kysely<T>({ dialect: new SqliteDialect({ database: nodeSqlite(':memory:') }) });
  return {
    db,
    address: 'in memory',
    remote: false,
    prepare: (migrations) => migrate(db, migrations),
    ping: async () => void (await sql`select 1`.execute(db)),
    close: () => db.destroy(),
  };
}
