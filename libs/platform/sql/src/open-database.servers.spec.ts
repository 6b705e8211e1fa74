import { afterEach, expect, it } from '@jest/globals';
import { type Logger, silentLogger } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import { describeOnPostgres, startTcpProxy } from '@turnfleet/testing';
import { type Kysely, sql } from 'kysely';
import type { Migrations } from './migrate.ts';
import { type Database, openDatabase } from './open-database.ts';

interface Tables {
  thing: { id: number };
}

let migrationsRun = 0;
const migrations: Migrations = {
  '0001_tables': {
    up: async (db: Kysely<Tables>) => {
      migrationsRun++;
      await db.schema
        .createTable('thing')
        .addColumn('id', 'integer', (column) => column.primaryKey())
        .execute();
      await db.insertInto('thing').values({ id: 1 }).execute();
    },
  },
};

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

const count = (database: Database<Tables>) => database.query((db) => db.selectFrom('thing').selectAll().execute());

async function open(url: string, schema = 'spec', clock = new ManualClock(), logger: Logger = silentLogger) {
  const database = await openDatabase<Tables>({ url, schema, migrations, clock, logger });
  stops.push(() => database.stop());
  return database;
}

/** Lets promises that wait for the network settle, until the condition holds. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

describeOnPostgres('a database on Postgres', process.env, (url) => {
  it('is migrated once when several processes open it at the same time', async () => {
    migrationsRun = 0;
    const databases = await Promise.all(Array.from({ length: 4 }, () => open(url(), 'several')));
    expect(migrationsRun).toBe(1);
    for (const database of databases) expect(await count(database)).toEqual([{ id: 1 }]);
  });

  it('gives each service its own schema', async () => {
    const one = await open(url(), 'one');
    const two = await open(url(), 'two');
    await one.query((db) => db.insertInto('thing').values({ id: 2 }).execute());
    expect(await count(one)).toHaveLength(2);
    expect(await count(two)).toHaveLength(1);
  });

  it('gives counts as numbers, as SQLite does', async () => {
    const database = await open(url());
    const row = await database.query((db) =>
      db
        .selectFrom('thing')
        .select((select) => select.fn.countAll<number>().as('count'))
        .executeTakeFirst(),
    );
    expect(row).toEqual({ count: 1 });
  });

  it('refuses to start with a wrong password, and says what to check', async () => {
    const wrong = Object.assign(new URL(url()), { username: 'nobody', password: 'wrong' }).toString();
    await expect(open(wrong)).rejects.toMatchObject({
      kind: 'internal',
      message: expect.stringMatching(/^The spec database \(.*\) cannot be used: .*nobody/),
      details: { suggestion: expect.stringContaining('DATABASE_URL') },
    });
  });

  it('refuses to start with a database that does not exist', async () => {
    const missing = Object.assign(new URL(url()), { pathname: '/no_such_database' }).toString();
    await expect(open(missing)).rejects.toMatchObject({ message: expect.stringContaining('no_such_database') });
  });

  it('survives that the server ends its connections', async () => {
    const database = await open(url());
    await count(database);
    const admin = await open(url(), 'admin');
    await admin.query((db) =>
      sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'turnfleet-spec'`.execute(db),
    );
    await until(() => true);
    const answers = await Promise.allSettled([count(database), count(database)]);
    for (const answer of answers) {
      if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ kind: 'overloaded' });
    }
    expect(await count(database)).toEqual([{ id: 1 }]);
  });

  it('gives a statement up that takes too long', async () => {
    const database = await open(url());
    const slow = database.query((db) =>
      db.connection().execute(async (connection) => {
        await sql`set statement_timeout = 50`.execute(connection);
        try {
          await sql`select pg_sleep(10)`.execute(connection);
        } finally {
          await sql`reset statement_timeout`.execute(connection);
        }
      }),
    );
    await expect(slow).rejects.toMatchObject({ kind: 'deadline_exceeded' });
  });

  it('is not ready while the server is away, and recovers by itself', async () => {
    const { hostname, port } = new URL(url());
    const proxy = await startTcpProxy({ host: hostname, port: Number(port) });
    stops.push(() => proxy.close());
    const clock = new ManualClock();
    const database = await open(
      Object.assign(new URL(url()), { host: `127.0.0.1:${proxy.port}` }).toString(),
      'spec',
      clock,
    );
    expect(await count(database)).toEqual([{ id: 1 }]);

    proxy.refuse();
    await expect(count(database)).rejects.toMatchObject({ kind: 'overloaded' });
    await clock.advance(0);
    await until(() => database.problem() !== null);

    proxy.admit();
    await until(() => clock.pending > 0);
    await clock.advance(1_000);
    await until(() => database.problem() === null);
    expect(await count(database)).toEqual([{ id: 1 }]);
  });

  it('prepares its tables as soon as a server that was away at the start is there', async () => {
    const { hostname, port } = new URL(url());
    const proxy = await startTcpProxy({ host: hostname, port: Number(port) });
    stops.push(() => proxy.close());
    proxy.refuse();
    const clock = new ManualClock();
    const database = await open(
      Object.assign(new URL(url()), { host: `127.0.0.1:${proxy.port}` }).toString(),
      'late',
      clock,
    );
    await expect(count(database)).rejects.toMatchObject({ kind: 'overloaded' });

    proxy.admit();
    await clock.advance(1_000);
    await until(() => database.problem() === null);
    expect(await count(database)).toEqual([{ id: 1 }]);
  });
});
