import { decodeAsker, type inventory } from '@turnfleet/contract/grpc';
import type { Clock } from '@turnfleet/core';
import { type GrpcService, grpcService, idempotencyKeyOf, timestampOf } from '@turnfleet/service-kit';
import { cityName, restockTime, type StockView } from '@turnfleet/shop';
import type { InventoryRepository } from './inventory-repository.ts';
import type { Reservation } from './reserve.ts';

export function inventoryService(stock: InventoryRepository, clock: Clock): GrpcService {
  return grpcService('turnfleet.inventory.v1.InventoryService', {
    CheckInventory: async ({ sku, city }, { deadline }) => {
      const now = clock.now();
      return stockAnswer(await stock.stockOf(sku, city, now, deadline.signal), city, now);
    },
    ReserveStock: async (request, { deadline, metadata }) => {
      const { signal } = deadline;
      if (request.validate_only)
        return reservationAnswer(await stock.wouldReserve(request, clock.now(), signal), request.city);
      const key = idempotencyKeyOf(metadata);
      const asker = decodeAsker((name) => metadata.get(name)[0]) ?? { tenant: 'default', user: null };
      return reservationAnswer(await stock.reserve(key, asker, request, clock.now(), signal), request.city);
    },
    SetStock: async ({ sku, warehouse_id, quantity }, { deadline }) => {
      const counted = { sku, warehouseId: warehouse_id.trim().toUpperCase(), quantity };
      const set = await stock.setStock(counted, clock.now(), deadline.signal);
      return { sku: set.sku, warehouse_id: set.warehouseId, previous_quantity: set.previous, quantity: set.quantity };
    },
  });
}

/** Cities are named in the script in which the city was asked for; the restock time is told when nothing is left. */
function stockAnswer(view: StockView, asked: string, now: number): inventory.CheckInventoryResponse {
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

/** Without id and end for what was only checked. */
function reservationAnswer(
  {
    id = '',
    sku,
    city,
    warehouses,
    expiresAt,
  }: Pick<Reservation, 'sku' | 'city' | 'warehouses'> & Partial<Reservation>,
  asked: string,
): inventory.ReserveStockResponse {
  return {
    reservation_id: id,
    sku,
    city: cityName(city, asked),
    quantity: warehouses.reduce((sum, { quantity }) => sum + quantity, 0),
    warehouses: warehouses.map(({ warehouseId, quantity }) => ({ warehouse_id: warehouseId, quantity })),
    expire_time: expiresAt === undefined ? null : timestampOf(expiresAt),
  };
}
