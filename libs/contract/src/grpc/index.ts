/** What servers and clients of the domain services need; messages of one package as types, e.g. `pricing.Reduction`. */
export type * as protobuf from '../generated/google.protobuf.ts';
export type * as rpc from '../generated/google.rpc.ts';
export type * as money from '../generated/google.type.ts';
export type * as health from '../generated/grpc.health.v1.ts';
export type * as reflection from '../generated/grpc.reflection.v1.ts';
export type * as envelope from '../generated/turnfleet.envelope.v1.ts';
export type * as inventory from '../generated/turnfleet.inventory.v1.ts';
export type * as logistics from '../generated/turnfleet.logistics.v1.ts';
export type * as pricing from '../generated/turnfleet.pricing.v1.ts';
export type * as product from '../generated/turnfleet.product.v1.ts';
export type * as text from '../generated/turnfleet.text.v1.ts';
export * from './comments.ts';
export * from './descriptor-set.ts';
export * from './idempotency-key.ts';
export * from './package-definition.ts';
export * from './services.ts';
export * from './status.ts';
export * from './status-code.ts';
