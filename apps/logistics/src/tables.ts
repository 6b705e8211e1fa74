import type { StockTables } from '@turnfleet/shop';

export const shipmentStatuses = [
  'preparing',
  'in_transit',
  'out_for_delivery',
  'delivered',
  'delayed',
  'returned',
] as const;

export type ShipmentStatus = (typeof shipmentStatuses)[number];

/** Logistics asks nobody: it keeps its own copy of what lies where. Instants are ISO 8601 text. */
export interface LogisticsTables extends StockTables {
  shipment: {
    order_id: string;
    /** Whose order it is. */
    tenant: string;
    user_id: string;
    status: ShipmentStatus;
    carrier_zh: string;
    carrier_en: string;
    /** Empty before it is handed over. */
    tracking_number: string;
    estimated_at: string | null;
  };
  shipment_event: {
    order_id: string;
    position: number;
    at: string;
    city_zh: string;
    city_en: string;
    description_zh: string;
    description_en: string;
  };
}
