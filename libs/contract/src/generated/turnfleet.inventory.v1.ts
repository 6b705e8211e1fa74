export type * from './turnfleet/inventory/v1/CheckInventoryRequest.ts';
export type * from './turnfleet/inventory/v1/CheckInventoryResponse.ts';
export type * from './turnfleet/inventory/v1/InventoryService.ts';
export type * from './turnfleet/inventory/v1/ReserveStockRequest.ts';
export type * from './turnfleet/inventory/v1/ReserveStockResponse.ts';
export type * from './turnfleet/inventory/v1/ReservedStock.ts';
export type * from './turnfleet/inventory/v1/WarehouseStock.ts';
