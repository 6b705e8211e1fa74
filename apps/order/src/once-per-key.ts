import { createHash } from 'node:crypto';
import { TurnfleetError } from '@turnfleet/core';
import type { Shopper } from '@turnfleet/service-kit';
import type { Kysely, Transaction } from 'kysely';
import type { Order } from './order.ts';
import { readOrder } from './read-orders.ts';
import type { OrderTables } from './tables.ts';

/** Counted from when it was made: longer than a turn may be worked on again (7 days, `answerableForMs`). */
export const keyTtlMs = 8 * 24 * 3_600_000;

/** Something that is done to an order. */
export interface Effect<Request, Result> {
  /** Names it; the same key for another effect is a `conflict`. */
  readonly name: string;
  /** What it comes to, from the order as it is; throws if it is not allowed. Changes nothing. */
  readonly decide: (order: Order, request: Request, made: Made, db: Kysely<OrderTables>) => Promise<Result>;
  readonly write: (within: Transaction<OrderTables>, order: Order, request: Request, result: Result) => Promise<void>;
}

interface Made {
  /** Unix milliseconds. */
  readonly now: number;
  /** An id under which it is known, made of the key; empty for what is only checked. */
  readonly idOf: (prefix: string) => string;
}

/** Whose order, which one, and what about it. */
export interface Wish<Request> {
  readonly owner: Shopper;
  readonly orderId: string;
  readonly request: Request;
}

/** What an effect would come to now, or what it would fail with. Takes no lock, so another one may come first. */
export async function wouldDo<Request, Result>(
  db: Kysely<OrderTables>,
  { decide }: Effect<Request, Result>,
  { owner, orderId, request }: Wish<Request>,
  now: number,
): Promise<Result> {
  const order = await readOrder(db, owner, orderId);
  if (!order) throw noSuchOrder(orderId);
  return decide(order, request, { now, idOf: () => '' }, db);
}

/**
 * Does it once per key, in one transaction: the same key again gives what it gave, with another request it is a `conflict`.
 * Effects on one order follow one another. `not_found` for somebody else's order; what is refused leaves no trace of the key.
 */
export function oncePerKey<Request, Result>(
  db: Kysely<OrderTables>,
  effect: Effect<Request, Result>,
  key: string,
  { owner, orderId, request }: Wish<Request>,
  now: number,
): Promise<Result> {
  return db.transaction().execute(async (within) => {
    const order = await lockOrder(within, owner, orderId);
    await within
      .deleteFrom('effect')
      .where('order_id', '=', orderId)
      .where('made_at', '<=', now - keyTtlMs)
      .execute();
    const hash = requestHash([effect.name, owner.tenant, owner.user, orderId, request]);
    const done = await within.selectFrom('effect').selectAll().where('idempotency_key', '=', key).executeTakeFirst();
    if (done?.request === hash) return JSON.parse(done.result) as Result;
    if (done) throw keyOfAnother();
    const result = await effect.decide(order, request, { now, idOf: (prefix) => idOf(prefix, key) }, within);
    await effect.write(within, order, request, result);
    await within
      .insertInto('effect')
      .values({ idempotency_key: key, order_id: orderId, request: hash, result: JSON.stringify(result), made_at: now })
      .execute();
    return result;
  });
}

/** Until the transaction ends nobody else changes this order. An update, because SQLite knows no `for update`. */
async function lockOrder(within: Transaction<OrderTables>, owner: Shopper, id: string): Promise<Order> {
  await within
    .updateTable('customer_order')
    .set((order) => ({ status: order.ref('status') }))
    .where('id', '=', id)
    .where('tenant', '=', owner.tenant)
    .where('user_id', '=', owner.user)
    .execute();
  const order = await readOrder(within, owner, id);
  if (order) return order;
  throw noSuchOrder(id);
}

export function noSuchOrder(orderId: string): TurnfleetError {
  return new TurnfleetError('not_found', `The shopper has no order ${orderId}.`, {
    resource: { type: 'order', name: orderId },
    suggestion: 'Check the order number; it looks like ORD-2024-0001. Or look through the orders of the shopper.',
  });
}

/** Tells requests apart without keeping them. */
export const requestHash = (request: readonly unknown[]): string =>
  sha256(JSON.stringify(request)).toString('base64url');

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** 64 bits in letters and digits. */
const idOf = (prefix: string, key: string): string =>
  `${prefix}-${sha256(key).readBigUInt64BE().toString(36).toUpperCase().padStart(13, '0')}`;

export function keyOfAnother(): TurnfleetError {
  return new TurnfleetError('conflict', 'This idempotency key came with another request before.', {
    suggestion: 'Send the request it came with, or use a new key.',
  });
}
