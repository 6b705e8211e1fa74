import { afterEach, describe, expect, it } from '@jest/globals';
import { silentLogger, systemClock, TurnfleetError } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import type { Kysely } from 'kysely';
import type { Migrations } from './migrate.ts';
import { type Database, openDatabase } from './open-database.ts';

interface Tables {
  thing: { id: number; name: string };
}

const migrations: Migrations = {
  '0001_tables': {
    up: async (db: Kysely<Tables>) => {
      await db.schema
        .createTable('thing')
        .addColumn('id', 'integer', (column) => column.primaryKey())
        .addColumn('name', 'text', (column) => column.notNull())
        .execute();
    },
  },
};

const opened: Database<Tables>[] = [];
afterEach(async () => {
  for (const database of opened.splice(0)) await database.stop();
});

async function open(url: string | undefined, clock = systemClock): Promise<Database<Tables>> {
  const database = await openDatabase<Tables>({ url, schema: 'spec', migrations, clock, logger: silentLogger });
  opened.push(database);
  return database;
}

describe('a database in memory', () => {
  it('is there at once, with its tables', async () => {
    const database = await open(undefined);
    expect(database.problem()).toBeNull();
    await database.query((db) => db.insertInto('thing').values({ id: 1, name: '手机' }).execute());
    expect(await database.query((db) => db.selectFrom('thing').selectAll().execute())).toEqual([
      { id: 1, name: '手机' },
    ]);
  });

  it('gives a row back from an insert', async () => {
    const database = await open(undefined);
    const insert = (db: Kysely<Tables>) =>
      db.insertInto('thing').values({ id: 1, name: 'a' }).returning('id').execute();
    expect(await database.query(insert)).toEqual([{ id: 1 }]);
  });

  it('takes back what a failed transaction did', async () => {
    const database = await open(undefined);
    const failing = database.query((db) =>
      db.transaction().execute(async (transaction) => {
        await transaction.insertInto('thing').values({ id: 1, name: 'a' }).execute();
        throw new TurnfleetError('conflict', 'changed my mind');
      }),
    );
    await expect(failing).rejects.toMatchObject({ kind: 'conflict', message: 'changed my mind' });
    expect(await database.query((db) => db.selectFrom('thing').selectAll().execute())).toEqual([]);
  });

  it('tells a constraint from other failures', async () => {
    const database = await open(undefined);
    const insert = () => database.query((db) => db.insertInto('thing').values({ id: 1, name: 'a' }).execute());
    await insert();
    await expect(insert()).rejects.toMatchObject({ kind: 'conflict' });
  });

  it('does not begin work that nobody waits for', async () => {
    const database = await open(undefined);
    let begun = false;
    const given = AbortSignal.abort(new TurnfleetError('deadline_exceeded', 'too late'));
    const query = database.query(() => Promise.resolve((begun = true)), given);
    await expect(query).rejects.toMatchObject({ kind: 'deadline_exceeded' });
    expect(begun).toBe(false);
  });

  it('leaves no timer behind', async () => {
    const clock = new ManualClock();
    const database = await open(undefined, clock);
    await database.stop();
    expect(clock.pending).toBe(0);
  });
});

describe('a database that is away', () => {
  const nowhere = 'postgres://shop:secret@127.0.0.1:1/shop';

  it('opens all the same, says so, and refuses work as overloaded', async () => {
    const database = await open(nowhere, new ManualClock());
    expect(database.problem()).toContain('The spec database cannot be reached');
    const query = database.query((db) => db.selectFrom('thing').selectAll().execute());
    await expect(query).rejects.toMatchObject({ kind: 'overloaded', details: { retryAfterMs: 1_000 } });
  });

  it('never shows the password', async () => {
    const said: string[] = [];
    const note = (fields: object, message: string) => void said.push(JSON.stringify(fields) + message);
    const logger = { debug: note, info: note, warn: note, error: note };
    const database = await openDatabase<Tables>({
      url: nowhere,
      schema: 'spec',
      migrations,
      clock: new ManualClock(),
      logger,
    });
    opened.push(database);
    expect(said.join()).toContain('127.0.0.1:1/shop');
    expect(said.join() + database.problem()).not.toContain('secret');
  });

  it('stops while it is still trying', async () => {
    const clock = new ManualClock();
    const database = await open(nowhere, clock);
    await clock.advance(1_000);
    await database.stop();
    expect(clock.pending).toBe(0);
  });
});
