import type { Shopper } from '@turnfleet/service-kit';
import type { Kysely } from 'kysely';
import { matchingOrders } from './matching-orders.ts';
import type { Order, OrderLine } from './order.ts';
import type { OrderStatus, OrderTables } from './tables.ts';

export interface OrderFilter {
  /** Unix milliseconds: not before, and before. */
  readonly placedFrom?: number;
  readonly placedBefore?: number;
  /** Empty: any. */
  readonly statuses: readonly OrderStatus[];
  /** What the shopper calls the product; blank: any. */
  readonly product: string;
  readonly limit: number;
}

export interface FoundOrders {
  /** Newest first. */
  readonly orders: readonly Order[];
  /** How many fit, given or not. */
  readonly total: number;
}

/** An order of this owner; undefined if there is none of that id. */
export async function readOrder(db: Kysely<OrderTables>, owner: Shopper, id: string): Promise<Order | undefined> {
  const row = await owned(db, owner).select(columns).where('customer_order.id', '=', id).executeTakeFirst();
  return row && (await withDetails(db, [row]))[0];
}

/** The orders of this owner that fit the filter. */
export async function listOrders(db: Kysely<OrderTables>, owner: Shopper, filter: OrderFilter): Promise<FoundOrders> {
  const { placedFrom, placedBefore, statuses, product, limit } = filter;
  let fitting = owned(db, owner);
  if (placedFrom !== undefined) fitting = fitting.where('placed_at', '>=', placedFrom);
  if (placedBefore !== undefined) fitting = fitting.where('placed_at', '<', placedBefore);
  if (statuses.length > 0) fitting = fitting.where('status', 'in', statuses);
  if (product.trim() !== '') {
    const matching = await matchingOrders(db, fitting.select('customer_order.id as id'), product);
    if (matching.length === 0) return { orders: [], total: 0 };
    fitting = fitting.where('customer_order.id', 'in', matching);
  }
  const rows = await fitting
    .select(columns)
    .orderBy('placed_at', 'desc')
    .orderBy('customer_order.id', 'desc')
    .limit(limit)
    .execute();
  const { total } = await fitting
    .select((select) => select.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return { orders: await withDetails(db, rows), total };
}

function owned(db: Kysely<OrderTables>, { tenant, user }: Shopper) {
  return db
    .selectFrom('customer_order')
    .innerJoin('city', 'city.id', 'customer_order.city_id')
    .where('tenant', '=', tenant)
    .where('user_id', '=', user);
}

const columns = [
  'customer_order.id as id',
  'status',
  'placed_at',
  'delivered_at',
  'discount_fen',
  'address',
  'city.zh as city_zh',
  'city.en as city_en',
] as const;

interface OrderRow {
  readonly id: string;
  readonly status: OrderStatus;
  readonly placed_at: number;
  readonly delivered_at: number | null;
  readonly discount_fen: number;
  readonly address: string;
  readonly city_zh: string;
  readonly city_en: string;
}

async function withDetails(db: Kysely<OrderTables>, rows: readonly OrderRow[]): Promise<Order[]> {
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return [];
  const lines = await db
    .selectFrom('order_line')
    .selectAll()
    .where('order_id', 'in', ids)
    .orderBy('position')
    .execute();
  const sentBack = await db
    .selectFrom('returned_line')
    .select(['order_id', 'position', 'quantity', 'refund_fen'])
    .where('order_id', 'in', ids)
    .execute();
  const invoices = await db.selectFrom('invoice').select('order_id').where('order_id', 'in', ids).execute();
  return rows.map((row): Order => {
    const back = sentBack.filter(({ order_id }) => order_id === row.id);
    const piecesBack = (position: number): number =>
      back.reduce((sum, one) => sum + (one.position === position ? one.quantity : 0), 0);
    return {
      id: row.id,
      status: row.status,
      placedAt: row.placed_at,
      deliveredAt: row.delivered_at,
      lines: lines
        .filter(({ order_id }) => order_id === row.id)
        .map(
          ({ position, sku, name_zh, name_en, quantity, unit_price_fen }): OrderLine => ({
            ...{ position, sku, quantity, unitPriceFen: unit_price_fen, returned: piecesBack(position) },
            name: { zh: name_zh, en: name_en },
          }),
        ),
      discountFen: row.discount_fen,
      refundedFen: back.reduce((sum, { refund_fen }) => sum + refund_fen, 0),
      city: { zh: row.city_zh, en: row.city_en },
      address: row.address,
      invoiced: invoices.some(({ order_id }) => order_id === row.id),
    };
  });
}
