import type { money, product } from '@turnfleet/contract/grpc';
import { type FieldViolation, TurnfleetError } from '@turnfleet/core';
import { type GrpcService, grpcService } from '@turnfleet/service-kit';
import { canonicalCode, noSuchProduct } from '@turnfleet/shop';
import { decodePageToken, encodePageToken } from './page-token.ts';
import type { Category, Product, ProductRepository } from './product-repository.ts';

const currency = 'CNY';
const defaultPageSize = 10;

export function productService(products: ProductRepository): GrpcService {
  return grpcService('turnfleet.product.v1.ProductService', {
    GetProductInfo: async ({ sku }, { deadline }) => {
      const found = await products.find(sku, deadline.signal);
      if (!found) throw noSuchProduct(canonicalCode(sku));
      return { product: productMessage(found) };
    },
    SearchProducts: async (request, { deadline }) => {
      const category = await categoryId(request.category, () => products.categories(deadline.signal));
      const maxPriceFen = request.max_price ? fenOf(request.max_price) : undefined;
      const search = [request.query.trim(), category ?? '', maxPriceFen ?? -1];
      const after = request.page_token === '' ? undefined : positionOf(search, request.page_token);
      const size = request.page_size || defaultPageSize;
      const page = await products.search({ text: request.query, category, maxPriceFen, size, after }, deadline.signal);
      return {
        products: page.products.map(productMessage),
        next_page_token: page.next ? encodePageToken(search, page.next) : '',
      };
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

function fenOf({ currency_code, units, nanos }: money.Money__Output): number {
  if (currency_code !== currency) {
    throw invalid({ field: 'max_price', description: `must be in ${currency}, the currency of the shop` });
  }
  const fen = BigInt(units) * 100n + BigInt(Math.floor(nanos / 1e7));
  return fen > BigInt(mostFen) ? mostFen : Number(fen);
}

function productMessage({ priceFen, ...known }: Product): product.Product {
  const price = { currency_code: currency, units: String(Math.floor(priceFen / 100)), nanos: (priceFen % 100) * 1e7 };
  return { ...known, price };
}
