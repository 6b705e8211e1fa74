import type { money, product } from '@turnfleet/contract/grpc';
import { type Clock, type FieldViolation, TurnfleetError } from '@turnfleet/core';
import { type GrpcService, grpcService } from '@turnfleet/service-kit';
import { canonicalCode, noSuchProduct } from '@turnfleet/shop';
import { decodePageToken, encodePageToken } from './page-token.ts';
import type { Category, Product, ProductRepository } from './product-repository.ts';

const currency = 'CNY';
const defaultPageSize = 10;
const longestDescription = 2_000;

export function productService(products: ProductRepository, clock: Clock): GrpcService {
  return grpcService('turnfleet.product.v1.ProductService', {
    GetProductInfo: async ({ sku }, { deadline }) => {
      const found = await products.find(sku, deadline.signal);
      if (!found) throw noSuchProduct(canonicalCode(sku));
      return { product: productMessage(found) };
    },
    SearchProducts: async (request, { deadline }) => {
      const category = await categoryId(request.category, () => products.categories(deadline.signal));
      const maxPriceFen = request.max_price ? fenOf('max_price', request.max_price) : undefined;
      const search = [request.query.trim(), category ?? '', maxPriceFen ?? -1];
      const after = request.page_token === '' ? undefined : positionOf(search, request.page_token);
      const size = request.page_size || defaultPageSize;
      const page = await products.search({ text: request.query, category, maxPriceFen, size, after }, deadline.signal);
      return {
        products: page.products.map(productMessage),
        next_page_token: page.next ? encodePageToken(search, page.next) : '',
      };
    },
    SetPrice: async ({ sku, price }, { deadline }) => {
      const fen = wholeFenOf(price);
      return { product: productMessage(await products.setPrice(sku, fen, clock.now(), deadline.signal)) };
    },
    SetDescription: async ({ sku, description }, { deadline }) => {
      const { zh = '', en = '' } = description ?? {};
      const texts = { zh: zh.trim(), en: en.trim() };
      if (texts.zh === '' && texts.en === '') throw invalid({ field: 'description', description: 'must not be blank' });
      for (const text of [zh, en])
        if ([...text].length > longestDescription)
          throw invalid({ field: 'description', description: `must have at most ${longestDescription} characters` });
      return { product: productMessage(await products.setDescription(sku, texts, clock.now(), deadline.signal)) };
    },
  });
}

function invalid(violation: FieldViolation): TurnfleetError {
  const message = `The request is not valid: ${violation.field} ${violation.description}.`;
  return new TurnfleetError('invalid_request', message, { violations: [violation] });
}

/** A category by its id or one of its names. */
async function categoryId(named: string, categories: () => Promise<readonly Category[]>): Promise<string | undefined> {
  const key = named.trim().toLowerCase();
  if (key === '') return undefined;
  const known = await categories();
  const found = known.find((one) => [one.id, one.zh, one.en.toLowerCase()].includes(key));
  if (found) return found.id;
  throw invalid({ field: 'category', description: `must be one of ${known.map(({ id }) => id).join(', ')}` });
}

function positionOf(search: readonly unknown[], token: string) {
  const position = decodePageToken(search, token);
  if (position) return position;
  throw invalid({ field: 'page_token', description: 'must be the next_page_token of the same search' });
}

/** Largest price an integer column holds: nothing costs more, so a higher limit restricts nothing. */
const mostFen = 2 ** 31 - 1;

function wholeFenOf(price: money.Money__Output | null): number {
  if (!price || price.nanos % 1e7 !== 0) throw invalid({ field: 'price', description: 'must be in whole fen' });
  return fenOf('price', price);
}

function fenOf(field: string, { currency_code, units, nanos }: money.Money__Output): number {
  if (currency_code !== currency) {
    throw invalid({ field, description: `must be in ${currency}, the currency of the shop` });
  }
  const fen = BigInt(units) * 100n + BigInt(Math.floor(nanos / 1e7));
  return fen > BigInt(mostFen) ? mostFen : Number(fen);
}

function productMessage({ priceFen, ...known }: Product): product.Product {
  const price = { currency_code: currency, units: String(Math.floor(priceFen / 100)), nanos: (priceFen % 100) * 1e7 };
  return { ...known, price };
}
