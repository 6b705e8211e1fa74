import { describe, expect, it } from '@jest/globals';
import { silentLogger, systemClock } from '@turnfleet/core';
import type { Kysely } from 'kysely';
import { insertAll } from './insert-all.ts';
import { openDatabase } from './open-database.ts';

interface Tables {
  thing: { id: number };
}

describe('insertAll', () => {
  it.each([0, 1, 500, 1_201])('inserts %i rows', async (count) => {
    const rows = Array.from({ length: count }, (_, id) => ({ id }));
    const database = await openDatabase<Tables>({
      url: undefined,
      schema: 'spec',
      clock: systemClock,
      logger: silentLogger,
      migrations: {
        '0001': {
          up: async (db: Kysely<Tables>) => {
            await db.schema.createTable('thing').addColumn('id', 'integer').execute();
            await insertAll(db, 'thing', rows);
          },
        },
      },
    });
    expect(await database.query((db) => db.selectFrom('thing').selectAll().execute())).toEqual(rows);
    await database.stop();
  });
});
