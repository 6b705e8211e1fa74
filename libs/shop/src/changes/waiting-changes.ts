import type { Kysely, Selectable } from 'kysely';
import type { OutboxTables } from './outbox-tables.ts';

export type WaitingChange = Selectable<OutboxTables['outbox']>;

/** The oldest changes that may be told at `now`. */
export function waitingChanges(db: Kysely<OutboxTables>, now: number, most: number): Promise<WaitingChange[]> {
  return db
    .selectFrom('outbox')
    .selectAll()
    .where('due_at', '<=', now)
    .orderBy('changed_at')
    .orderBy('id')
    .limit(most)
    .execute();
}

/** Takes out what was told. A thing that changed since then has another id, and stays. */
export async function forgetTold(db: Kysely<OutboxTables>, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await db.deleteFrom('outbox').where('id', 'in', ids).execute();
}

/** Takes out what nobody can use any more. */
export async function forgetOld(db: Kysely<OutboxTables>, changedBefore: number): Promise<void> {
  await db.deleteFrom('outbox').where('changed_at', '<', changedBefore).execute();
}
