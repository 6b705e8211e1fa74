import type { inventory } from '@turnfleet/contract/grpc';
import type { Clock, Deadline } from '@turnfleet/core';
import { millisecondsOf, type UnaryClient } from '@turnfleet/service-kit';
import { restockTime } from '@turnfleet/shop';
import type { LogisticsRepository } from './logistics-repository.ts';

/** What a delivery goes by: where a product lies, as seen from a city. */
export interface StockNow {
  /** Every warehouse that carries the product, nearest to the city first. */
  readonly warehouses: readonly {
    readonly warehouseId: string;
    readonly quantity: number;
    readonly distanceKm: number;
  }[];
  /** When more arrives once it has run out, Unix milliseconds; null: nothing is on its way. */
  readonly restockAt: number | null;
}

/** `not_found` if SKU or city is unknown. */
export type AskStock = (sku: string, city: string, deadline: Deadline) => Promise<StockNow>;

/** What can be sold, as inventory says. Fails as inventory does: an old date may be a wrong one (docs/adr/0081). */
export const stockOfInventory =
  (client: Pick<UnaryClient, 'call'>): AskStock =>
  async (sku, city, { at, signal }) => {
    const asked: inventory.CheckInventoryRequest = { sku, city };
    const answer = await client.call<inventory.CheckInventoryResponse__Output>('CheckInventory', asked, at, signal);
    return {
      warehouses: answer.warehouses.map(({ warehouse_id, quantity, distance_km }) => ({
        ...{ warehouseId: warehouse_id, quantity, distanceKm: distance_km },
      })),
      restockAt: answer.restock_time && millisecondsOf(answer.restock_time),
    };
  };

/** What lay where when this database was made. */
export const stockOfCopy =
  (shipments: Pick<LogisticsRepository, 'stockOf'>, clock: Clock): AskStock =>
  async (sku, city, { signal }) => {
    const { warehouses, restockDays } = await shipments.stockOf(sku, city, signal);
    return { warehouses, restockAt: restockDays === null ? null : restockTime(clock.now(), restockDays) };
  };
