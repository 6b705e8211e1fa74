import type { Shopper } from '@turnfleet/service-kit';
import type { Kysely, Transaction } from 'kysely';
import { keyOfAnother, noSuchOrder, requestHash } from './once-per-key.ts';
import { readOrder } from './read-orders.ts';
import type { OrderTables } from './tables.ts';

/** What a shopper complains of. */
export interface ComplaintWish {
  readonly owner: Shopper;
  /** Empty: about no order. */
  readonly orderId: string;
  readonly text: string;
}

export interface Complaint {
  /** E.g. CMP-2026-0001. */
  readonly id: string;
  readonly orderId: string;
  /** Unix milliseconds. */
  readonly filedAt: number;
}

/**
 * Records a complaint once per key, in one transaction: the same key again gives what it gave, with another request it is a
 * `conflict`. `not_found` for somebody else's order. Numbers are counted within the year, without a gap.
 */
export function fileComplaint(
  db: Kysely<OrderTables>,
  key: string,
  wish: ComplaintWish,
  now: number,
): Promise<Complaint> {
  return db.transaction().execute(async (within) => {
    const year = yearOf(now);
    await lockYear(within, year);
    const { owner, orderId, text } = wish;
    const request = requestHash(['complaint', owner.tenant, owner.user, orderId, text]);
    const filed = await within
      .selectFrom('complaint')
      .selectAll()
      .where('idempotency_key', '=', key)
      .executeTakeFirst();
    if (filed?.request === request) return { id: filed.id, orderId, filedAt: filed.filed_at };
    if (filed) throw keyOfAnother();
    if (orderId !== '' && !(await readOrder(within, owner, orderId))) throw noSuchOrder(orderId);
    const id = `CMP-${year}-${String(await nextNumber(within, year)).padStart(4, '0')}`;
    await within
      .insertInto('complaint')
      .values({
        ...{ id, tenant: owner.tenant, user_id: owner.user, order_id: orderId === '' ? null : orderId },
        ...{ text, filed_at: now, idempotency_key: key, request },
        ...{ settled_at: null, settled_by: null, settlement: null },
      })
      .execute();
    return { id, orderId, filedAt: now };
  });
}

/** Until the transaction ends nobody else files in this year. A write, because SQLite knows no `for update`. */
async function lockYear(within: Transaction<OrderTables>, year: number): Promise<void> {
  await within
    .insertInto('complaint_count')
    .values({ year, filed: 0 })
    .onConflict((conflict) =>
      conflict.column('year').doUpdateSet((row) => ({ filed: row.ref('complaint_count.filed') })),
    )
    .execute();
}

async function nextNumber(within: Transaction<OrderTables>, year: number): Promise<number> {
  const { filed } = await within
    .updateTable('complaint_count')
    .set((row) => ({ filed: row('filed', '+', 1) }))
    .where('year', '=', year)
    .returning('filed')
    .executeTakeFirstOrThrow();
  return filed;
}

/** The shop's calendar is that of China, UTC+8. */
const yearOf = (now: number): number => new Date(now + 8 * 3_600_000).getUTCFullYear();
