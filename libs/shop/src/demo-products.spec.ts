import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { demoCategories, demoProducts } from './demo-products.ts';
import { demoItems, demoStock } from './stock.ts';

const distinct = (values: readonly unknown[]): number => new Set(values).size;

describe('the demo catalogue', () => {
  it('has at least 200 products over 8 categories', () => {
    expect(demoProducts.length).toBeGreaterThanOrEqual(200);
    expect(distinct(demoProducts.map(({ category }) => category))).toBe(8);
    expect(demoCategories).toHaveLength(8);
  });

  it('holds the phone SKU-2024-888', () => {
    expect(demoProducts.find(({ sku }) => sku === 'SKU-2024-888')?.category).toBe('phones');
  });

  it('has no SKU and no name twice', () => {
    for (const of of [
      (product: (typeof demoProducts)[number]) => product.sku,
      (product: (typeof demoProducts)[number]) => product.name.zh,
      (product: (typeof demoProducts)[number]) => product.name.en,
    ]) {
      expect(distinct(demoProducts.map(of))).toBe(demoProducts.length);
    }
  });

  it('speaks Chinese and English, with a price to pay', () => {
    for (const { name, description, priceFen } of demoProducts) {
      expect(name.zh).toMatch(/\p{Script=Han}/u);
      expect(description.zh).toMatch(/\p{Script=Han}/u);
      expect(`${name.en} ${description.en}`).not.toMatch(/\p{Script=Han}/u);
      expect(Number.isInteger(priceFen) && priceFen > 0).toBe(true);
    }
  });
});

describe('the demo stock', () => {
  it('is of products in the catalogue, and of every one of them', () => {
    expect(demoItems.map(({ sku }) => sku)).toEqual(demoProducts.map(({ sku }) => sku));
    const known = new Set(demoProducts.map(({ sku }) => sku));
    expect(demoStock.filter(({ sku }) => !known.has(sku))).toEqual([]);
  });

  it('has run out of a few products, some of which come again', () => {
    const left = (sku: string): number =>
      demoStock.filter((one) => one.sku === sku).reduce((sum, { quantity }) => sum + quantity, 0);
    const soldOut = demoItems.filter(({ sku }) => left(sku) === 0);
    expect(soldOut.length).toBeGreaterThan(0);
    expect(soldOut.length).toBeLessThan(demoItems.length / 10);
    expect(soldOut.some(({ restockDays }) => restockDays !== null)).toBe(true);
  });

  it('has the flagship in Shanghai', () => {
    expect(demoStock).toContainEqual({ sku: 'SKU-2024-888', warehouseId: 'WH-SHA-1', quantity: 42 });
  });
});

describe('the demo shop', () => {
  it('is the same everywhere and always', () => {
    const everything = JSON.stringify([demoProducts, demoItems, demoStock]);
    expect(createHash('sha256').update(everything).digest('hex').slice(0, 16)).toBe('3adde433efb9a708');
  });
});
