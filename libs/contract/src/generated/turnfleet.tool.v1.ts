export type * from './turnfleet/tool/v1/Confirmation.ts';
export type * from './turnfleet/tool/v1/Field.ts';
export type * from './turnfleet/tool/v1/FilledFrom.ts';
export type * from './turnfleet/tool/v1/Freshness.ts';
export type * from './turnfleet/tool/v1/Idempotency.ts';
export type * from './turnfleet/tool/v1/Mask.ts';
export type * from './turnfleet/tool/v1/Tool.ts';
