import { demoProducts } from './demo-products.ts';
import { demoShoppers } from './demo-shoppers.ts';
import { greatCircleKm } from './great-circle.ts';
import { handmadeOrders } from './handmade-orders.ts';
import { pick } from './pick.ts';
import { demoCities, demoWarehouses } from './places.ts';
import { shopDay } from './restock.ts';
import { transitDays } from './transit-days.ts';

/** How far a demo order has got: the shipment's status, and what became of the order beside it. */
export type DemoOrderStage =
  | 'placed'
  | 'preparing'
  | 'in_transit'
  | 'out_for_delivery'
  | 'delayed'
  | 'delivered'
  | 'returning'
  | 'returned'
  | 'cancelled';

export interface DemoOrder {
  readonly orderId: string;
  readonly shopperId: string;
  readonly stage: DemoOrderStage;
  /** Unix milliseconds, as is `deliveredAt`: when it is at the door, or would be. */
  readonly placedAt: number;
  readonly deliveredAt: number;
  /** First moment of the day on which it is at the door. */
  readonly arrivalDay: number;
  readonly fromCityId: string;
  readonly toCityId: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  /** Taken off, per cent of the sum of the lines. */
  readonly discountPercent: number;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const ordinaryCount = 50;

/** Every tenth order alike: what a support desk sees on an ordinary day. */
const stages: readonly DemoOrderStage[] = [
  'in_transit',
  'delivered',
  'out_for_delivery',
  'delivered',
  'preparing',
  'in_transit',
  'delivered',
  'delayed',
  'delivered',
  'returned',
];

const discounts: Readonly<Record<string, number>> = { silver: 5, gold: 10 };

/**
 * The orders of the demo shop as they stand on the day of `now`, every shopper's: the same day gives the same orders.
 * Logistics makes its shipments of them, so both say the same of an order.
 */
export function demoOrders(now: number): readonly DemoOrder[] {
  const today = shopDay(now);
  const ordinary = Array.from({ length: ordinaryCount }, (_, i) => ordinaryOrder(i, today));
  const handmade = handmadeOrders.map(({ daysAgo, minute, ...known }, i) =>
    completed(orderIdOf(ordinaryCount + i), { ...known, placedAt: today - daysAgo * dayMs + minute * 60_000 }),
  );
  return [...ordinary, ...handmade];
}

const orderIdOf = (i: number): string => `ORD-2024-${String(i + 1).padStart(4, '0')}`;

function ordinaryOrder(i: number, today: number): DemoOrder {
  const orderId = orderIdOf(i);
  const stage = at(stages, i);
  const placedAt =
    today - daysAgo(stage, orderId, legOf(orderId).days) * dayMs + (9 + pick(`${orderId}/hour`, 10)) * hourMs;
  const lines = Array.from({ length: 1 + pick(`${orderId}/lines`, 3) }, (_, line) => ({
    sku: at(demoProducts, pick(`${orderId}/${line}/product`, demoProducts.length)).sku,
    quantity: 1 + Math.floor(pick(`${orderId}/${line}/quantity`, 5) / 3),
  }));
  const once = [...new Map(lines.map((line) => [line.sku, line])).values()];
  return completed(orderId, { shopperId: at(demoShoppers, i).id, stage, placedAt, lines: once });
}

function completed(orderId: string, known: Pick<DemoOrder, 'shopperId' | 'stage' | 'placedAt' | 'lines'>): DemoOrder {
  const { days, ...cities } = legOf(orderId);
  const arrivalDay = shopDay(known.placedAt, days + 1);
  const level = demoShoppers.find(({ id }) => id === known.shopperId)?.level ?? '';
  return {
    orderId,
    ...known,
    ...cities,
    arrivalDay,
    deliveredAt: arrivalDay + 18 * hourMs,
    discountPercent: discounts[level] ?? 0,
  };
}

/** From a warehouse to a city, and the days on the way. */
function legOf(orderId: string) {
  const warehouse = at(demoWarehouses, pick(`${orderId}/from`, demoWarehouses.length));
  const to = at(demoCities, pick(`${orderId}/to`, demoCities.length));
  return { fromCityId: warehouse.cityId, toCityId: to.id, days: transitDays(greatCircleKm(warehouse, to)).most };
}

/** Chosen so that what has happened lies before today and what is to come after it. */
function daysAgo(stage: DemoOrderStage, orderId: string, days: number): number {
  if (stage === 'out_for_delivery' || stage === 'delayed') return days + 1;
  if (stage === 'delivered' || stage === 'returned') return days + 3 + pick(`${orderId}/age`, 40);
  return 1;
}

function at<T>(list: readonly T[], index: number): T {
  const one = list[index % list.length];
  if (one === undefined) throw new RangeError('An empty list has no entry.');
  return one;
}
