export type * from './turnfleet/product/v1/GetProductInfoRequest.ts';
export type * from './turnfleet/product/v1/GetProductInfoResponse.ts';
export type * from './turnfleet/product/v1/Product.ts';
export type * from './turnfleet/product/v1/ProductService.ts';
export type * from './turnfleet/product/v1/SearchProductsRequest.ts';
export type * from './turnfleet/product/v1/SearchProductsResponse.ts';
