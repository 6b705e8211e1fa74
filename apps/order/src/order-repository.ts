import type { Shopper } from '@turnfleet/service-kit';
import { canonicalCode } from '@turnfleet/shop';
import type { Database } from '@turnfleet/sql';
import { cancelOrder } from './cancel-order.ts';
import { changeAddress } from './change-address.ts';
import { listComplaints, settleComplaint } from './complaints.ts';
import { createReturn } from './create-return.ts';
import { type Complaint, type ComplaintWish, fileComplaint } from './file-complaint.ts';
import { type Effect, noSuchOrder, oncePerKey, type Wish, wouldDo } from './once-per-key.ts';
import type { Order } from './order.ts';
import { type FoundOrders, listOrders, type OrderFilter, readOrder } from './read-orders.ts';
import { type Progress, recordProgress } from './record-progress.ts';
import { requestInvoice } from './request-invoice.ts';
import type { OrderStatus, OrderTables } from './tables.ts';

/** When and under which key; null: it is only checked whether it could be done. `now` is Unix milliseconds. */
export interface Doing {
  readonly key: string | null;
  readonly now: number;
  readonly signal: AbortSignal;
}

type Doer<E> =
  E extends Effect<infer Request, infer Result> ? (wish: Wish<Request>, doing: Doing) => Promise<Result> : never;

/** What a query is asked with besides the database, and what calls it off. */
type AskedOf<Query> = Query extends (db: never, ...asked: infer Asked) => unknown
  ? [...asked: Asked, signal: AbortSignal]
  : never;

/** Orders under their owner: another's is `not_found`. What an order does not allow is a `conflict` with its `refusal`. */
export interface OrderRepository {
  find(owner: Shopper, orderId: string, signal: AbortSignal): Promise<Order>;
  list(owner: Shopper, filter: OrderFilter, signal: AbortSignal): Promise<FoundOrders>;
  readonly cancel: Doer<typeof cancelOrder>;
  readonly createReturn: Doer<typeof createReturn>;
  readonly changeAddress: Doer<typeof changeAddress>;
  readonly requestInvoice: Doer<typeof requestInvoice>;
  /** Once per key; of an order that is the owner's, or of none. */
  fileComplaint(wish: ComplaintWish, doing: Doing & { readonly key: string }): Promise<Complaint>;
  /** Of the shoppers of a tenant. */
  listComplaints(...asked: AskedOf<typeof listComplaints>): ReturnType<typeof listComplaints>;
  /** See `settleComplaint`. */
  settleComplaint(...asked: AskedOf<typeof settleComplaint>): ReturnType<typeof settleComplaint>;
  /** Whoever's it is. `at` is Unix milliseconds. */
  recordProgress(orderId: string, progress: Progress, at: number, signal: AbortSignal): Promise<OrderStatus>;
}

export function orderRepository(database: Database<OrderTables>): OrderRepository {
  const doer =
    <Request, Result>(effect: Effect<Request, Result>) =>
    ({ orderId, ...wish }: Wish<Request>, { key, now, signal }: Doing): Promise<Result> => {
      const canonical = { ...wish, orderId: canonicalCode(orderId) };
      return database.query(
        (db) => (key === null ? wouldDo(db, effect, canonical, now) : oncePerKey(db, effect, key, canonical, now)),
        signal,
      );
    };
  return {
    find: (owner, orderId, signal) =>
      database.query(async (db) => {
        const order = await readOrder(db, owner, canonicalCode(orderId));
        if (order) return order;
        throw noSuchOrder(canonicalCode(orderId));
      }, signal),
    list: (owner, filter, signal) => database.query((db) => listOrders(db, owner, filter), signal),
    cancel: doer(cancelOrder),
    createReturn: doer(createReturn),
    changeAddress: doer(changeAddress),
    requestInvoice: doer(requestInvoice),
    fileComplaint: (wish, { key, now, signal }) =>
      database.query((db) => fileComplaint(db, key, { ...wish, orderId: canonicalCode(wish.orderId) }, now), signal),
    listComplaints: (tenant, filter, signal) => database.query((db) => listComplaints(db, tenant, filter), signal),
    settleComplaint: (settling, now, signal) => database.query((db) => settleComplaint(db, settling, now), signal),
    recordProgress: (orderId, progress, at, signal) =>
      database.query((db) => recordProgress(db, canonicalCode(orderId), progress, at), signal),
  };
}
