import { TurnfleetError } from '@turnfleet/core';
import type { Kysely } from 'kysely';
import type { OrderTables } from './tables.ts';

/** A complaint as staff see it. Times in Unix milliseconds. */
export interface FiledComplaint {
  readonly id: string;
  /** Null: about no order. */
  readonly orderId: string | null;
  readonly user: string;
  readonly text: string;
  readonly filedAt: number;
  /** Null: it is open. */
  readonly settled: { readonly at: number; readonly by: string; readonly what: string } | null;
}

interface ComplaintFilter {
  /** Null: both. */
  readonly settled: boolean | null;
  readonly limit: number;
  /** Only those that were recorded before this one; empty: from the latest on. */
  readonly beforeId: string;
}

interface Settling {
  readonly tenant: string;
  readonly id: string;
  readonly by: string;
  readonly what: string;
}

/** Complaints of a tenant's shoppers, the latest first, and how many there are in all. */
export async function listComplaints(
  db: Kysely<OrderTables>,
  tenant: string,
  { settled, limit, beforeId }: ComplaintFilter,
): Promise<{ readonly complaints: readonly FiledComplaint[]; readonly total: number }> {
  const all = db
    .selectFrom('complaint')
    .where('tenant', '=', tenant)
    .$if(settled !== null, (query) => query.where('settled_at', settled ? 'is not' : 'is', null));
  const { total } = await all.select((row) => row.fn.countAll().as('total')).executeTakeFirstOrThrow();
  const before = beforeId === '' ? null : await complaintOf(db, tenant, beforeId);
  const rows = await all
    .selectAll()
    .$if(before !== null, (query) =>
      query.where((row) =>
        row.or([
          row('filed_at', '<', before?.filedAt ?? 0),
          row.and([row('filed_at', '=', before?.filedAt ?? 0), row('id', '<', beforeId)]),
        ]),
      ),
    )
    .orderBy('filed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return { complaints: rows.map(complaintIn), total: Number(total) };
}

/** Says what came of a complaint, `now` in Unix milliseconds: who is first says it for good. `not_found`: another tenant's, or none. */
export async function settleComplaint(
  db: Kysely<OrderTables>,
  { tenant, id, by, what }: Settling,
  now: number,
): Promise<FiledComplaint> {
  await db
    .updateTable('complaint')
    .set({ settled_at: now, settled_by: by, settlement: what })
    .where('id', '=', id)
    .where('tenant', '=', tenant)
    .where('settled_at', 'is', null)
    .execute();
  return complaintOf(db, tenant, id);
}

async function complaintOf(db: Kysely<OrderTables>, tenant: string, id: string): Promise<FiledComplaint> {
  const row = await db
    .selectFrom('complaint')
    .selectAll()
    .where('id', '=', id)
    .where('tenant', '=', tenant)
    .executeTakeFirst();
  if (row) return complaintIn(row);
  throw new TurnfleetError('not_found', `There is no complaint ${id}.`, {
    suggestion: 'Check its number, like CMP-2026-0001.',
    resource: { type: 'complaint', name: id },
  });
}

function complaintIn(row: OrderTables['complaint']): FiledComplaint {
  const { id, user_id: user, order_id: orderId, text, filed_at: filedAt } = row;
  const { settled_at: at, settled_by: by, settlement: what } = row;
  return { id, orderId, user, text, filedAt, settled: at === null ? null : { at, by: by ?? '', what: what ?? '' } };
}
