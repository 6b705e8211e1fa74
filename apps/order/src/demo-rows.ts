import {
  type DemoOrder,
  type DemoOrderStage,
  demoCategories,
  demoOrders,
  demoProducts,
  demoShoppers,
  indexTerms,
  pick,
  shopDay,
} from '@turnfleet/shop';
import { refundFen } from './refund.ts';
import type { OrderStatus, OrderTables } from './tables.ts';

const statusOf: Readonly<Record<DemoOrderStage, OrderStatus>> = {
  placed: 'placed',
  preparing: 'preparing',
  in_transit: 'shipped',
  out_for_delivery: 'shipped',
  delayed: 'shipped',
  delivered: 'delivered',
  returning: 'returning',
  returned: 'returned',
  cancelled: 'cancelled',
};

interface DemoRows {
  readonly orders: readonly OrderTables['customer_order'][];
  readonly lines: readonly OrderTables['order_line'][];
  readonly terms: readonly OrderTables['order_term'][];
  readonly returns: readonly OrderTables['order_return'][];
  readonly returnedLines: readonly OrderTables['returned_line'][];
}

/** The orders of the demo shop as rows, as they stand on the day of `now`. */
export function demoRows(now: number): DemoRows {
  const all = demoOrders(now);
  const sentBack = all.filter(({ stage }) => stage === 'returning' || stage === 'returned');
  return {
    orders: all.map(orderRow),
    lines: all.flatMap(lineRows),
    terms: all.flatMap(termRows),
    returns: sentBack.map(returnRow),
    returnedLines: sentBack.flatMap(returnedRows),
  };
}

function orderRow(order: DemoOrder): OrderTables['customer_order'] {
  const { orderId, shopperId, stage, placedAt, deliveredAt, toCityId } = order;
  const shopper = demoShoppers.find(({ id }) => id === shopperId);
  const number = 1 + pick(`${orderId}/house`, 300);
  return {
    id: orderId,
    tenant: 'default',
    user_id: shopperId,
    status: statusOf[stage],
    placed_at: placedAt,
    delivered_at: stage === 'delivered' || stage === 'returning' ? deliveredAt : null,
    discount_fen: Math.floor((itemsFen(order) * order.discountPercent) / 100),
    city_id: toCityId,
    address: shopper?.language === 'en' ? `${number} Lantern Street` : `灯笼街 ${number} 号`,
    recipient: shopper?.name ?? '',
    phone: `1380000${String(pick(`${orderId}/phone`, 10_000)).padStart(4, '0')}`,
    cancel_reason: '',
  };
}

const itemsFen = ({ lines }: DemoOrder): number =>
  lines.reduce((sum, { sku, quantity }) => sum + quantity * productOf(sku).priceFen, 0);

function productOf(sku: string) {
  const found = demoProducts.find((product) => product.sku === sku);
  if (!found) throw new RangeError(`The demo shop has no ${sku}.`);
  return found;
}

function lineRows({ orderId, lines }: DemoOrder): OrderTables['order_line'][] {
  return lines.map(({ sku, quantity }, position) => {
    const { name, priceFen } = productOf(sku);
    return {
      ...{ order_id: orderId, position, sku, name_zh: name.zh, name_en: name.en },
      ...{ quantity, unit_price_fen: priceFen },
    };
  });
}

function termRows({ orderId, lines }: DemoOrder): OrderTables['order_term'][] {
  const products = lines.map(({ sku }) => productOf(sku));
  const naming = new Set(products.flatMap(({ sku, name, category }) => indexTerms(namesOf(sku, name, category))));
  const describing = products.flatMap(({ description }) => indexTerms(`${description.zh} ${description.en}`));
  const row = (term: string, descriptive: 0 | 1): OrderTables['order_term'] => ({
    order_id: orderId,
    term,
    descriptive,
  });
  const further = new Set(describing.filter((term) => !naming.has(term)));
  return [...[...naming].map((term) => row(term, 0)), ...[...further].map((term) => row(term, 1))];
}

function namesOf(sku: string, name: { readonly zh: string; readonly en: string }, category: string): string {
  const kind = demoCategories.find(({ id }) => id === category);
  return [sku, /\d+$/.exec(sku)?.[0], name.zh, name.en, category, kind?.zh, kind?.en].join(' ');
}

/** What the demo shop's shoppers refused at the door, or sent back afterwards. */
function returnRow({ orderId, deliveredAt }: DemoOrder): OrderTables['order_return'] {
  return {
    ...{ id: returnIdOf(orderId), order_id: orderId, kind: 'return', reason: 'changed_mind', note: '' },
    opened_at: deliveredAt,
    send_by: shopDay(deliveredAt, 8),
  };
}

const returnIdOf = (orderId: string): string => `RT-${orderId}`;

/** All of it. */
function returnedRows(order: DemoOrder): OrderTables['returned_line'][] {
  const lines = lineRows(order).map((line) => ({
    ...{ position: line.position, sku: line.sku, quantity: line.quantity, unitPriceFen: line.unit_price_fen },
    ...{ name: { zh: line.name_zh, en: line.name_en }, returned: 0 },
  }));
  const discountFen = orderRow(order).discount_fen;
  return lines.map(({ position, quantity }) => ({
    ...{ return_id: returnIdOf(order.orderId), order_id: order.orderId, position, quantity },
    refund_fen: refundFen({ lines, discountFen }, { position, quantity }),
  }));
}
