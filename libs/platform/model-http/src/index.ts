export type { AddressOf } from './connections.ts';
export { countTokens } from './count-tokens.ts';
export type { EndpointLimits } from './endpoint.ts';
export {
  createModelClient,
  type HttpModelClient,
  type ModelClientOptions,
} from './model-client.ts';
export type { VendorAddress } from './vendor.ts';
export { watchCatalogue } from './watch-catalogue.ts';
