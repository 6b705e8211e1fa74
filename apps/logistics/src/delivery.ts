import { shopDay, transitDays } from '@turnfleet/shop';
import type { StockNow } from './stock-now.ts';

interface DeliveryEstimate {
  /** Empty if no warehouse carries the product. */
  readonly warehouseId: string;
  readonly inStock: boolean;
  /** Unix milliseconds; null when nothing is in stock and nothing on its way. */
  readonly window: { readonly earliest: number; readonly latest: number } | null;
}

const hourMs = 3_600_000;
const cutOffHour = 16;
const roundStartsHour = 9;
const roundEndsHour = 20;

/**
 * When something ordered at `now` arrives: from the nearest warehouse that has it, else from the nearest that carries it
 * once it is restocked. Orders before 16:00 (shop's time) leave the same day, and the round runs from 9:00 to 20:00.
 */
export function estimateDelivery({ warehouses, restockAt }: StockNow, now: number): DeliveryEstimate {
  const holding = warehouses.find(({ quantity }) => quantity > 0);
  const from = holding ?? warehouses[0];
  if (!from) return { warehouseId: '', inStock: false, window: null };
  const { warehouseId, distanceKm } = from;
  if (!holding && restockAt === null) return { warehouseId, inStock: false, window: null };
  const available = holding ? now : (restockAt ?? now);
  return { warehouseId, inStock: holding !== undefined, window: windowFrom(available, distanceKm) };
}

function windowFrom(available: number, distanceKm: number) {
  const beforeCutOff = available < shopDay(available) + cutOffHour * hourMs;
  const leaves = beforeCutOff ? 0 : 1;
  const { least, most } = transitDays(distanceKm);
  return {
    earliest: shopDay(available, leaves + least) + roundStartsHour * hourMs,
    latest: shopDay(available, leaves + most) + roundEndsHour * hourMs,
  };
}
