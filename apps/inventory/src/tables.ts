import type { OutboxTables, StockTables } from '@turnfleet/shop';

/** Instants are Unix milliseconds. */
export interface InventoryTables extends StockTables, OutboxTables {
  /** One row per idempotency key, kept after the reservation has expired so that the key goes on giving its answer. */
  reservation: {
    id: string;
    idempotency_key: string;
    /** Hash of the request the key came with. */
    request: string;
    /** For whom the call was made: their key gives its answer to nobody else. Null before owners were written down. */
    tenant: string | null;
    user_id: string | null;
    sku: string;
    city_id: string;
    expires_at: number;
  };
  /** Where the pieces of a reservation lie; `position` 0 is the nearest warehouse. */
  reserved: { reservation_id: string; position: number; warehouse_id: string; quantity: number };
}
