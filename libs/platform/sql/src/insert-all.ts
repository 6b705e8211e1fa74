import type { Insertable, Kysely } from 'kysely';

/** Rows of one statement; SQLite takes at most 32,766 parameters, Postgres 65,535. */
const rowsAtOnce = 500;

/** Inserts many rows in as few statements as both databases take. */
export async function insertAll<T, Name extends keyof T & string>(
  db: Kysely<T>,
  table: Name,
  rows: readonly Insertable<T[Name]>[],
): Promise<void> {
  for (let start = 0; start < rows.length; start += rowsAtOnce) {
    await db
      .insertInto(table)
      .values(rows.slice(start, start + rowsAtOnce))
      .execute();
  }
}
