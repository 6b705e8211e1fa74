import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { silentLogger, systemClock } from '@turnfleet/core';
import { countingIds } from '@turnfleet/core/testing';
import { demoProducts, noteChanges } from '@turnfleet/shop';
import { type Database, openDatabase } from '@turnfleet/sql';
import { migrations } from './migrations.ts';
import { type ProductRepository, productRepository, type SearchPage } from './product-repository.ts';
import type { SearchQuery } from './search.ts';
import type { ProductTables } from './tables.ts';

const signal = new AbortController().signal;

/** What holds for products on every database. */
export function productRepositorySuite(url: () => string | undefined): void {
  let database: Database<ProductTables>;
  let products: ProductRepository;

  beforeAll(async () => {
    const options = { schema: 'product', migrations, clock: systemClock, logger: silentLogger };
    database = await openDatabase<ProductTables>({ url: url(), ...options });
    products = productRepository(database, noteChanges(countingIds('change')));
  });
  afterAll(() => database.stop());

  /** What the transactions noted, kept here only if they ended well. */
  const noted = (): Promise<unknown[]> =>
    database.query((db) => db.selectFrom('outbox').select(['kind', 'subject', 'due_at']).orderBy('due_at').execute());

  const search = (query: Partial<SearchQuery>): Promise<SearchPage> =>
    products.search(
      { text: '', category: undefined, maxPriceFen: undefined, size: 10, after: undefined, ...query },
      signal,
    );
  const found = async (query: Partial<SearchQuery>): Promise<string[]> =>
    (await search(query)).products.map(({ sku }) => sku);

  describe('find', () => {
    it('gives the product as the demo shop has it', async () => {
      expect(await products.find('SKU-2024-888', signal)).toEqual(
        demoProducts.find(({ sku }) => sku === 'SKU-2024-888'),
      );
    });

    it('does not mind how a SKU is typed', async () => {
      expect((await products.find(' sku-2024-888 ', signal))?.sku).toBe('SKU-2024-888');
    });

    it('finds nothing under an unknown SKU', async () => {
      expect(await products.find('SKU-0', signal)).toBeUndefined();
    });
  });

  describe('search', () => {
    it.each([
      ['手机', 'phones'],
      ['智能手机', 'phones'],
      ['phone', 'phones'],
      ['smartphones', 'phones'],
      ['蓝牙耳机', 'headphones'],
      ['推荐一款适合长辈的手机', 'phones'],
      ['Gaming LAPTOP', 'laptops'],
      ['笔记本', 'laptops'],
      ['robot vacuum', 'appliances'],
      ['充电宝', 'accessories'],
      ['儿童手表', 'watches'],
      ['拍立得', 'cameras'],
    ])('for %j finds %s first', async (text, category) => {
      const page = await search({ text });
      expect(page.products.length).toBeGreaterThan(0);
      expect(page.products.slice(0, 3).map((product) => product.category)).toEqual([category, category, category]);
    });

    it('puts the product that fits every word first', async () => {
      expect((await found({ text: '极光 机械键盘 K87 白色' }))[0]).toBe('SKU-2024-723');
      expect((await found({ text: 'Yunfeng laptop 1 TB' }))[0]).toBe('SKU-2024-102');
    });

    it('finds a product by its SKU or the end of it', async () => {
      expect((await found({ text: 'SKU-2024-888 有货吗' }))[0]).toBe('SKU-2024-888');
      expect((await found({ text: '888' }))[0]).toBe('SKU-2024-888');
    });

    it('finds nothing for words that no product has', async () => {
      expect(await search({ text: '香蕉 banana' })).toEqual({ products: [], next: undefined });
      expect(await search({ text: '???' })).toEqual({ products: [], next: undefined });
    });

    it('takes words literally, whatever they mean in SQL', async () => {
      expect(await found({ text: "'; drop table product; -- %" })).toEqual([]);
    });

    it('keeps to category and highest price, inclusive', async () => {
      const all = await search({ category: 'phones', maxPriceFen: 139_900, size: 100 });
      const expected = demoProducts.filter(({ category, priceFen }) => category === 'phones' && priceFen <= 139_900);
      expect(all.products.map(({ sku }) => sku).sort()).toEqual(expected.map(({ sku }) => sku).sort());
      expect(expected.length).toBeGreaterThan(0);
    });

    it('lists everything for an empty query, page by page, each product once', async () => {
      expect(await allPages({ size: 50 })).toEqual(demoProducts.map(({ sku }) => sku));
    });

    it('gives the same products in pages as at once', async () => {
      for (const text of ['手机', 'white', '极光 gaming']) {
        const atOnce = await found({ text, size: 100 });
        expect(await allPages({ text, size: 7 })).toEqual(atOnce);
      }
    });

    async function allPages(query: Partial<SearchQuery>): Promise<string[]> {
      const skus: string[] = [];
      let page = await search(query);
      for (;;) {
        skus.push(...page.products.map(({ sku }) => sku));
        if (!page.next) return skus;
        page = await search({ ...query, after: page.next });
      }
    }
  });

  describe('setPrice and setDescription', () => {
    const at = Date.parse('2026-01-05T10:00:00Z');

    it('change the product, and note it in the same transaction, once however often', async () => {
      expect((await products.setPrice(' sku-2024-888', 659_900, at, signal)).priceFen).toBe(659_900);
      await products.setPrice('SKU-2024-888', 649_900, at, signal);
      expect((await products.find('SKU-2024-888', signal))?.priceFen).toBe(649_900);
      expect(await noted()).toEqual([{ kind: 'price', subject: 'SKU-2024-888', due_at: 0 }]);
    });

    it('let a product be found by its new words and no longer by its old ones, and keep a text that is not given', async () => {
      const before = await products.find('SKU-2024-888', signal);
      const description = { zh: '', en: 'Comes with a zeppelin engraving.' };
      const after = await products.setDescription('SKU-2024-888', description, at, signal);
      expect(after.description).toEqual({ zh: before?.description.zh, en: description.en });
      expect(await found({ text: 'zeppelin' })).toEqual(['SKU-2024-888']);
      expect(await found({ text: 'titanium' })).not.toContain('SKU-2024-888');
      expect(await noted()).toContainEqual({ kind: 'product', subject: 'SKU-2024-888', due_at: 0 });
    });

    it('note nothing of what does not exist', async () => {
      const before = await noted();
      await expect(products.setPrice('SKU-0', 1, at, signal)).rejects.toMatchObject({ kind: 'not_found' });
      expect(await noted()).toEqual(before);
    });
  });
}
