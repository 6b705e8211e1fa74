import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { product } from '@turnfleet/contract/grpc';
import { silentLogger, systemClock } from '@turnfleet/core';
import type { App } from '@turnfleet/service-kit';
import { type GrpcCaller, grpcCaller, refusal } from '@turnfleet/testing';
import { compose } from './compose.ts';
import { configSchema } from './config.ts';

let app: App;
let caller: GrpcCaller;

beforeAll(async () => {
  app = await compose(configSchema.parse({ PRODUCT_PORT: '0' }), { clock: systemClock, logger: silentLogger });
  caller = grpcCaller('turnfleet.product.v1.ProductService', app.addresses.grpc ?? '');
});
afterAll(async () => {
  caller.close();
  await app.stop();
});

const search = (request: product.SearchProductsRequest) =>
  caller.call('SearchProducts', request) as Promise<product.SearchProductsResponse__Output>;

describe('GetProductInfo', () => {
  it('tells name, category, price and specifications', async () => {
    expect(await caller.call('GetProductInfo', { sku: 'SKU-2024-888' })).toEqual({
      product: {
        sku: 'SKU-2024-888',
        name: { zh: '星澜 X1 Ultra 典藏版 手机 1 TB', en: 'Xinglan X1 Ultra Collector Edition Phone 1 TB' },
        category: 'phones',
        description: { zh: expect.stringContaining('旗舰'), en: expect.stringContaining('titanium') },
        price: { currency_code: 'CNY', units: '6999', nanos: 0 },
        specs: { network: '5G', display: '120 Hz', battery: '5500 mAh', storage: '1 TB' },
      },
    });
  });

  it('says that a SKU is unknown', async () => {
    const refused = await refusal(caller.call('GetProductInfo', { sku: 'sku-0' }));
    expect(refused.code).toBe(status.NOT_FOUND);
    expect(refused.details.resource).toEqual({ type: 'product', name: 'SKU-0' });
  });

  it('refuses a blank SKU', async () => {
    const refused = await refusal(caller.call('GetProductInfo', { sku: ' ' }));
    expect(refused.code).toBe(status.INVALID_ARGUMENT);
    expect(refused.details.violations).toEqual([{ field: 'sku', description: 'must not be blank' }]);
  });
});

describe('SearchProducts', () => {
  it('gives 10 products at once unless asked for another number', async () => {
    expect((await search({})).products).toHaveLength(10);
    expect((await search({ page_size: 3 })).products).toHaveLength(3);
  });

  it('goes on where a page ended', async () => {
    const first = await search({ query: '手机', page_size: 5 });
    const second = await search({ query: '手机', page_size: 5, page_token: first.next_page_token });
    const atOnce = await search({ query: '手机', page_size: 10 });
    expect([...first.products, ...second.products]).toEqual(atOnce.products);
  });

  it.each(['phones', 'Phones', '手机', 'phone'])('knows a category as %j', async (category) => {
    const { products } = await search({ category });
    expect(products[0]?.category).toBe('phones');
  });

  it('keeps to the highest price', async () => {
    const { products } = await search({
      category: 'phones',
      max_price: { currency_code: 'CNY', units: 2_000, nanos: 0 },
    });
    expect(products.length).toBeGreaterThan(0);
    for (const { price } of products) expect(Number(price?.units)).toBeLessThan(2_000);
  });

  it.each<[string, product.SearchProductsRequest, string]>([
    ['a token of another search', { query: '耳机', page_token: 'bm9uc2Vuc2U' }, 'page_token'],
    ['a page too large', { page_size: 101 }, 'page_size'],
    ['a negative page', { page_size: -1 }, 'page_size'],
    ['an unknown category', { category: 'cars' }, 'category'],
    ['a price in another currency', { max_price: { currency_code: 'USD', units: 5, nanos: 0 } }, 'max_price'],
    ['a price without a currency', { max_price: { units: 5, nanos: 0 } }, 'max_price'],
    ['a negative price', { max_price: { currency_code: 'CNY', units: -5, nanos: 0 } }, 'max_price'],
    ['a query too long', { query: '手'.repeat(201) }, 'query'],
  ])('refuses %s', async (_what, request, field) => {
    const refused = await refusal(search(request));
    expect(refused.code).toBe(status.INVALID_ARGUMENT);
    expect(refused.details.violations?.map((violation) => violation.field)).toEqual([field]);
  });
});
