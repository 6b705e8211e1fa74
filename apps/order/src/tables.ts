import type { CityTables } from '@turnfleet/shop';

export const orderStatuses = [
  'placed',
  'preparing',
  'shipped',
  'delivered',
  'cancelled',
  'returning',
  'returned',
] as const;

export type OrderStatus = (typeof orderStatuses)[number];

/** Instants are Unix milliseconds, amounts fen, hundredths of a yuan. */
export interface OrderTables extends CityTables {
  customer_order: {
    id: string;
    tenant: string;
    user_id: string;
    status: OrderStatus;
    placed_at: number;
    delivered_at: number | null;
    discount_fen: number;
    city_id: string;
    address: string;
    recipient: string;
    phone: string;
    /** In the shopper's words; empty if they gave none, or did not cancel. */
    cancel_reason: string;
  };
  order_line: {
    order_id: string;
    position: number;
    sku: string;
    name_zh: string;
    name_en: string;
    quantity: number;
    unit_price_fen: number;
  };
  /** What an order's products are found by; `descriptive` words only where no name has them. */
  order_term: { order_id: string; term: string; descriptive: 0 | 1 };
  order_return: {
    id: string;
    order_id: string;
    kind: 'return' | 'exchange';
    reason: string;
    note: string;
    opened_at: number;
    send_by: number;
  };
  /** Pieces that a return takes from a line, and what is refunded for them. */
  returned_line: { return_id: string; order_id: string; position: number; quantity: number; refund_fen: number };
  /** One an order. */
  invoice: {
    order_id: string;
    id: string;
    title: string;
    tax_number: string;
    amount_fen: number;
    requested_at: number;
  };
  complaint: {
    id: string;
    tenant: string;
    user_id: string;
    /** Null: about no order. */
    order_id: string | null;
    /** In the shopper's words. */
    text: string;
    filed_at: number;
    idempotency_key: string;
    /** Hash of the request the key came with. */
    request: string;
    /** Null: nobody has said yet what came of it. */
    settled_at: number | null;
    settled_by: string | null;
    settlement: string | null;
  };
  /** How many complaints a year has so far. */
  complaint_count: { year: number; filed: number };
  /** What was done under an idempotency key, kept so that the key goes on giving its answer. */
  effect: {
    idempotency_key: string;
    order_id: string;
    /** Hash of the request the key came with. */
    request: string;
    /** What it gave, as JSON. */
    result: string;
    made_at: number;
  };
}
