import type { money, order } from '@turnfleet/contract/grpc';
import { timestampOf } from '@turnfleet/service-kit';
import { itemsFen, type Order, paidFen, productsText } from './order.ts';
import { orderRules, type ShopperEvent, shopperEvents } from './order-rules.ts';
import type { OrderStatus } from './tables.ts';

export const statusNames = {
  placed: 'ORDER_STATUS_PLACED',
  preparing: 'ORDER_STATUS_PREPARING',
  shipped: 'ORDER_STATUS_SHIPPED',
  delivered: 'ORDER_STATUS_DELIVERED',
  cancelled: 'ORDER_STATUS_CANCELLED',
  returning: 'ORDER_STATUS_RETURNING',
  returned: 'ORDER_STATUS_RETURNED',
} as const satisfies Record<OrderStatus, order.OrderStatus>;

const actionNames = {
  cancel: 'ORDER_ACTION_CANCEL',
  return: 'ORDER_ACTION_RETURN',
  exchange: 'ORDER_ACTION_EXCHANGE',
  change_address: 'ORDER_ACTION_CHANGE_ADDRESS',
  request_invoice: 'ORDER_ACTION_REQUEST_INVOICE',
} as const satisfies Record<ShopperEvent, order.OrderAction>;

/** Fen as google.type.Money. */
export function moneyOf(fen: number): money.Money {
  return { currency_code: 'CNY', units: String(Math.trunc(fen / 100)), nanos: (fen % 100) * 1e7 };
}

/** An order as the service tells it. */
export function orderMessage(found: Order): order.Order {
  return {
    order_id: found.id,
    status: statusNames[found.status],
    place_time: timestampOf(found.placedAt),
    items: found.lines.map(({ sku, name, quantity, unitPriceFen, returned }) => ({
      ...{ sku, name, quantity },
      unit_price: moneyOf(unitPriceFen),
      returned_quantity: returned,
    })),
    product: productsText(found.lines),
    items_amount: moneyOf(itemsFen(found)),
    discount_amount: moneyOf(found.discountFen),
    paid_amount: moneyOf(paidFen(found)),
    city: found.city,
    address: found.address,
    delivery_time: found.deliveredAt === null ? null : timestampOf(found.deliveredAt),
    actions: shopperEvents.filter((event) => allows(found, event)).map((event) => actionNames[event]),
    invoice_requested: found.invoiced,
  };
}

function allows(found: Order, event: ShopperEvent): boolean {
  if (event === 'request_invoice' && found.invoiced) return false;
  return typeof orderRules[found.status][event] === 'string';
}
