import type { DemoOrder } from './demo-orders.ts';

interface HandmadeOrder extends Pick<DemoOrder, 'shopperId' | 'stage' | 'lines'> {
  /** Days before today on which it was placed, by the shop's calendar. */
  readonly daysAgo: number;
  /** Of that day, from midnight. */
  readonly minute: number;
}

/** `skus`: one piece each. */
const order = (
  shopperId: string,
  stage: DemoOrder['stage'],
  daysAgo: number,
  [hour, minute]: readonly [number, number],
  ...skus: readonly string[]
): HandmadeOrder => ({
  ...{ shopperId, stage, daysAgo, minute: hour * 60 + minute },
  lines: skus.map((sku) => ({ sku, quantity: 1 })),
});

/**
 * What dialogues are tried with: for the first shopper "the phone I ordered yesterday at three" is one order, though there
 * is another product at that time and another phone before; for the second and the seventh two fit. The others have an
 * order in each state in which something else is allowed.
 */
export const handmadeOrders: readonly HandmadeOrder[] = [
  order('U123456', 'preparing', 1, [15, 4], 'SKU-2024-888'),
  order('U123456', 'preparing', 1, [15, 20], 'SKU-2024-310'),
  order('U123456', 'delivered', 16, [11, 30], 'SKU-2024-810', 'SKU-2024-701'),
  order('U123457', 'preparing', 1, [14, 50], 'SKU-2024-801'),
  order('U123457', 'placed', 1, [15, 12], 'SKU-2024-819'),
  order('U123457', 'delivered', 9, [20, 5], 'SKU-2024-401'),
  order('U123458', 'in_transit', 1, [10, 45], 'SKU-2024-102'),
  order('U123458', 'placed', 1, [21, 40], 'SKU-2024-319', 'SKU-2024-710'),
  order('U123459', 'returning', 8, [16, 25], 'SKU-2024-619'),
  order('U123460', 'cancelled', 3, [9, 15], 'SKU-2024-519'),
  order('U123461', 'preparing', 1, [15, 0], 'SKU-2024-888'),
  order('U123461', 'delivered', 8, [12, 10], 'SKU-2024-301'),
  order('U123462', 'preparing', 1, [14, 55], 'SKU-2024-802'),
  order('U123462', 'preparing', 1, [15, 10], 'SKU-2024-810'),
  order('U123463', 'placed', 1, [22, 30], 'SKU-2024-210'),
];
