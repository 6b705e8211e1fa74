import type { Kysely } from 'kysely';
import { noSuchOrder } from './once-per-key.ts';
import { type OrderEvent, statusAfter } from './order-rules.ts';
import type { OrderStatus, OrderTables } from './tables.ts';

export type Progress = Extract<OrderEvent, 'prepare' | 'ship' | 'deliver' | 'take_back'>;

/**
 * How far an order has got, as warehouse and carrier tell it; the state it is in then. A report that came before, or late,
 * changes nothing. Compares and sets: of a cancellation and a shipment at the same time one comes first, and the other is
 * judged by what it made of the order.
 */
export function recordProgress(
  db: Kysely<OrderTables>,
  orderId: string,
  progress: Progress,
  at: number,
): Promise<OrderStatus> {
  return db.transaction().execute(async (within) => {
    await within
      .updateTable('customer_order')
      .set((order) => ({ status: order.ref('status') }))
      .where('id', '=', orderId)
      .execute();
    const found = await within
      .selectFrom('customer_order')
      .select(['id', 'status', 'delivered_at'])
      .where('id', '=', orderId)
      .executeTakeFirst();
    if (!found) throw noSuchOrder(orderId);
    const status = statusAfter(found, progress);
    const deliveredAt = progress === 'deliver' ? (found.delivered_at ?? at) : found.delivered_at;
    await within
      .updateTable('customer_order')
      .set({ status, delivered_at: deliveredAt })
      .where('id', '=', orderId)
      .execute();
    return status;
  });
}
