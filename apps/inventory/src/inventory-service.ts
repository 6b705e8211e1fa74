import type { inventory } from '@turnfleet/contract/grpc';
import type { Clock } from '@turnfleet/core';
import { type GrpcService, grpcService, timestampOf } from '@turnfleet/service-kit';
import { cityName, restockTime, type StockView } from '@turnfleet/sql';
import type { InventoryRepository } from './inventory-repository.ts';

export function inventoryService(stock: InventoryRepository, clock: Clock): GrpcService {
  return grpcService('turnfleet.inventory.v1.InventoryService', {
    CheckInventory: async ({ sku, city }, { deadline }) =>
      answer(await stock.stockOf(sku, city, deadline.signal), city, clock.now()),
  });
}

/** Cities are named in the script in which the city was asked for; the restock time is told when nothing is left. */
function answer(view: StockView, asked: string, now: number): inventory.CheckInventoryResponse {
  const total = view.warehouses.reduce((sum, { quantity }) => sum + quantity, 0);
  const restocks = total === 0 && view.restockDays !== null;
  return {
    sku: view.sku,
    city: cityName(view.city, asked),
    total,
    warehouses: view.warehouses.map(({ warehouseId, city, quantity, distanceKm }) => ({
      warehouse_id: warehouseId,
      city: cityName(city, asked),
      quantity,
      distance_km: distanceKm,
    })),
    restock_time: restocks ? timestampOf(restockTime(now, view.restockDays)) : null,
  };
}
