import { type Clock, momentOf, msSince } from '@turnfleet/core';
import type { Kysely } from 'kysely';
import type { OutboxTables } from './outbox-tables.ts';

/** After this time without a beat another instance takes over. */
export const silenceMs = 3_000;

/**
 * Which of several instances tells the changes of a service: whoever has its name in the row. It beats; the others watch the
 * row, each by its own clock, and one takes over when nothing moved for `silenceMs`. So no clock is compared with another.
 */
export interface Telling {
  /** Whether this instance may tell now; says so with a beat if it may. */
  claim(db: Kysely<OutboxTables>): Promise<boolean>;
  /** Lets another one take over at once. */
  release(db: Kysely<OutboxTables>): Promise<void>;
}

export function telling(name: string, clock: Clock): Telling {
  let seen = { name, beat: -1, since: momentOf(clock) };

  /** True if the row was still as `from` says. */
  async function take(db: Kysely<OutboxTables>, from: { readonly name: string; readonly beat?: number }) {
    let update = db.updateTable('outbox_teller').set((row) => ({ name, beat: row('beat', '+', 1) }));
    update = update.where('id', '=', 1).where('name', '=', from.name);
    if (from.beat !== undefined) update = update.where('beat', '=', from.beat);
    const { numUpdatedRows } = await update.executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  return {
    async claim(db) {
      if (await take(db, { name })) return true;
      const row = await db.selectFrom('outbox_teller').select(['name', 'beat']).executeTakeFirstOrThrow();
      if (row.name !== seen.name || row.beat !== seen.beat) seen = { ...row, since: momentOf(clock) };
      const free = row.name === '' || msSince(clock, seen.since) >= silenceMs;
      return free && take(db, row);
    },
    async release(db) {
      await db.updateTable('outbox_teller').set({ name: '' }).where('name', '=', name).execute();
    },
  };
}
