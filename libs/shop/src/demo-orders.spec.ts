import { describe, expect, it } from '@jest/globals';
import { demoOrders } from './demo-orders.ts';
import { demoProducts } from './demo-products.ts';
import { demoShoppers } from './demo-shoppers.ts';
import { indexTerms } from './terms.ts';

const now = Date.parse('2026-03-10T14:30:00+08:00');
const orders = demoOrders(now);

const nameOf = (sku: string): string => demoProducts.find((product) => product.sku === sku)?.name.en ?? '';
const isPhone = ({ lines }: (typeof orders)[number]): boolean =>
  lines.some(({ sku }) => indexTerms(nameOf(sku)).includes('phone'));

/** Phones that a shopper ordered on the day before, around three in the afternoon. */
const phonesYesterdayAtThree = (shopper: string): readonly string[] =>
  orders
    .filter(({ shopperId, placedAt }) => {
      const minutes = (placedAt - Date.parse('2026-03-09T15:00:00+08:00')) / 60_000;
      return shopperId === shopper && Math.abs(minutes) <= 30;
    })
    .filter(isPhone)
    .map(({ orderId }) => orderId);

describe('the demo orders', () => {
  it('are the same all day, each under its own number', () => {
    expect(demoOrders(Date.parse('2026-03-10T00:00:00+08:00'))).toEqual(orders);
    expect(new Set(orders.map(({ orderId }) => orderId)).size).toBe(orders.length);
  });

  it('are several of each shopper, of products that there are', () => {
    for (const { id } of demoShoppers) {
      expect(orders.filter(({ shopperId }) => shopperId === id).length).toBeGreaterThan(5);
    }
    for (const { lines } of orders) for (const { sku } of lines) expect(nameOf(sku)).not.toBe('');
  });

  it('were placed before today, and delivered before now if they were', () => {
    for (const { stage, placedAt, deliveredAt } of orders) {
      expect(placedAt).toBeLessThan(Date.parse('2026-03-10T00:00:00+08:00'));
      const arrived = ['delivered', 'returning', 'returned'].includes(stage);
      if (stage !== 'cancelled') expect(deliveredAt < now).toBe(arrived);
    }
  });

  it.each([
    ['U123456', 1],
    ['U123457', 2],
    ['U123462', 2],
  ])('let the phone that %s ordered yesterday at three fit %i', (shopper, count) => {
    expect(phonesYesterdayAtThree(shopper)).toHaveLength(count);
  });
});
