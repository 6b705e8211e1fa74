import type { ShipmentStatus } from './tables.ts';

export interface ShipmentEvent {
  /** Unix milliseconds. */
  readonly at: number;
  readonly city: string;
  readonly description: { readonly zh: string; readonly en: string };
}

export interface Shipment {
  readonly orderId: string;
  readonly status: ShipmentStatus;
  readonly carrier: string;
  readonly trackingNumber: string;
  readonly events: readonly ShipmentEvent[];
  /** Unix milliseconds. */
  readonly estimatedAt: number | null;
}
