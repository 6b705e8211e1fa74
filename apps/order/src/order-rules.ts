import { type Refusal, refusalOf } from './refusal.ts';
import type { OrderStatus } from './tables.ts';

/** What shoppers want done with an order. */
export const shopperEvents = ['cancel', 'return', 'exchange', 'change_address', 'request_invoice'] as const;
export type ShopperEvent = (typeof shopperEvents)[number];
/** What warehouse and carrier tell of it. */
type ProgressEvent = 'prepare' | 'ship' | 'deliver' | 'take_back';
export type OrderEvent = ShopperEvent | ProgressEvent;

const notShipped: Refusal = { reason: 'order_not_shipped' };
const cancelInstead: Refusal = { reason: 'order_not_shipped', instead: 'cancel_order' };
const notDelivered: Refusal = { reason: 'order_not_delivered' };
const shipped: Refusal = { reason: 'order_shipped' };
const returnShipped: Refusal = { reason: 'order_shipped', instead: 'create_return' };
const delivered: Refusal = { reason: 'order_delivered' };
const returnDelivered: Refusal = { reason: 'order_delivered', instead: 'create_return' };
const cancelled: Refusal = { reason: 'order_cancelled' };
const closed: Refusal = { reason: 'order_closed' };

/**
 * What an event makes of an order in a state, or why it is refused. Reports of warehouse and carrier may come twice, and late:
 * then they leave the state as it is. `return` and `exchange` lead to their state once nothing is left to send back.
 */
export const orderRules: Readonly<Record<OrderStatus, Readonly<Record<OrderEvent, OrderStatus | Refusal>>>> = {
  placed: {
    ...{ prepare: 'preparing', ship: 'shipped', deliver: 'delivered', take_back: notShipped },
    ...{ cancel: 'cancelled', return: cancelInstead, exchange: cancelInstead },
    ...{ change_address: 'placed', request_invoice: 'placed' },
  },
  preparing: {
    ...{ prepare: 'preparing', ship: 'shipped', deliver: 'delivered', take_back: notShipped },
    ...{ cancel: 'cancelled', return: cancelInstead, exchange: cancelInstead },
    ...{ change_address: 'preparing', request_invoice: 'preparing' },
  },
  shipped: {
    ...{ prepare: 'shipped', ship: 'shipped', deliver: 'delivered', take_back: 'returned' },
    ...{ cancel: returnShipped, return: 'returning', exchange: notDelivered },
    ...{ change_address: shipped, request_invoice: 'shipped' },
  },
  delivered: {
    ...{ prepare: 'delivered', ship: 'delivered', deliver: 'delivered', take_back: 'delivered' },
    ...{ cancel: returnDelivered, return: 'returning', exchange: 'returning' },
    ...{ change_address: delivered, request_invoice: 'delivered' },
  },
  cancelled: {
    ...{ prepare: cancelled, ship: cancelled, deliver: cancelled, take_back: cancelled },
    ...{ cancel: cancelled, return: cancelled, exchange: cancelled },
    ...{ change_address: cancelled, request_invoice: cancelled },
  },
  returning: {
    ...{ prepare: 'returning', ship: 'returning', deliver: 'returning', take_back: 'returned' },
    ...{ cancel: closed, return: closed, exchange: closed },
    ...{ change_address: closed, request_invoice: closed },
  },
  returned: {
    ...{ prepare: 'returned', ship: 'returned', deliver: 'returned', take_back: 'returned' },
    ...{ cancel: closed, return: closed, exchange: closed },
    ...{ change_address: closed, request_invoice: closed },
  },
};

/** The state after an event; throws a `conflict` that says why, and what can be offered instead, if it is refused. */
export function statusAfter(
  order: { readonly id: string; readonly status: OrderStatus },
  event: OrderEvent,
): OrderStatus {
  const next = orderRules[order.status][event];
  if (typeof next === 'string') return next;
  throw refusalOf(order.id, next);
}
