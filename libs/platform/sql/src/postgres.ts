import { Kysely, PostgresDialect, type PostgresPool, sql } from 'kysely';
import { Pool, type PoolConfig, types } from 'pg';
import type { SqlAdapter } from './adapter.ts';
import { migrate } from './migrate.ts';
import { breaksConnection } from './sql-error.ts';

const int8 = 20;

/** Counts and sums come as int8; all of ours fit a number, and SQLite gives numbers. */
const parsers: typeof types = Object.assign(Object.create(types) as typeof types, {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === int8 ? Number : (types.getTypeParser(oid, format) as (value: string) => unknown),
});

/** Shorter than the servers' default deadline of 5 s, so that the database gives up before the caller does. */
const limits = {
  connectionTimeoutMillis: 2_000,
  statement_timeout: 4_000,
  query_timeout: 4_500,
  idle_in_transaction_session_timeout: 10_000,
} satisfies PoolConfig;

const preparationLimits = { connectionTimeoutMillis: 2_000, statement_timeout: 60_000 } satisfies PoolConfig;

/**
 * One service's schema in a shared Postgres database. `lost` is called when the server ends a connection that nobody was
 * using, so that the loss is noticed before the next call.
 */
export function postgres<T>(url: string, schema: string, lost: () => void): SqlAdapter<T> {
  const common = { connectionString: url, application_name: `turnfleet-${schema}`, keepAlive: true, types: parsers };
  const pool = new Pool({ ...common, ...limits, max: 10, idleTimeoutMillis: 30_000 });
  onLoss(pool, lost);
  const whole = new Kysely<T>({ dialect: new PostgresDialect({ pool: dropBroken(pool) }) });
  const { host, pathname } = new URL(url);
  return {
    db: whole.withSchema(schema),
    address: `${host}${pathname}`,
    remote: true,
    prepare: async (migrations) => {
      const once = new Pool({ ...common, ...preparationLimits, max: 1 });
      onLoss(once, lost);
      const db = new Kysely<T>({ dialect: new PostgresDialect({ pool: once }) }).withSchema(schema);
      try {
        await migrate(db, migrations, schema);
      } finally {
        await once.end();
      }
    },
    ping: async () => void (await sql`select 1`.execute(whole)),
    // Kysely ends only a pool that it has used.
    close: () => (pool.ended || pool.ending ? Promise.resolve() : pool.end()),
  };
}

/** A connection also tells its loss as an event, idle or in use; one that nobody listens to would end the process. */
function onLoss(pool: Pool, lost: () => void): void {
  pool.on('error', lost);
  pool.on('connect', (client) => void client.on('error', lost));
}

/** pg keeps a connection whose query got no answer in time, and the next user would wait behind it: close those. */
function dropBroken(pool: Pool): PostgresPool {
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect();
      let broken = false;
      const query = async (text: string, values: readonly unknown[]) => {
        try {
          return await client.query(text, [...values]);
        } catch (error) {
          broken ||= breaksConnection(error);
          throw error;
        }
      };
      const release = (destroy?: boolean): void => client.release(destroy === true || broken);
      // Kysely also types cursors, which we do not use.
      return { query, release } as unknown as Awaited<ReturnType<PostgresPool['connect']>>;
    },
  };
}
