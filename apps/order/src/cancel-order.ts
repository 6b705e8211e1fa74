import type { Effect } from './once-per-key.ts';
import { paidFen, productsText, type Text } from './order.ts';
import { statusAfter } from './order-rules.ts';
import type { OrderStatus } from './tables.ts';

interface Cancellation {
  readonly status: OrderStatus;
  readonly product: Text;
  /** Fen: all that was paid. */
  readonly refundFen: number;
  /** Unix milliseconds. */
  readonly cancelledAt: number;
}

/** All of an order, before it is shipped. */
export const cancelOrder: Effect<{ readonly reason: string }, Cancellation> = {
  name: 'cancel',
  decide: async (order, _, { now }) => ({
    status: statusAfter(order, 'cancel'),
    product: productsText(order.lines),
    refundFen: paidFen(order),
    cancelledAt: now,
  }),
  write: async (within, { id }, { reason }, { status }) => {
    await within.updateTable('customer_order').set({ status, cancel_reason: reason }).where('id', '=', id).execute();
  },
};
