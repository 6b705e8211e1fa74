import type { ShipmentStatus } from './tables.ts';

export interface Text {
  readonly zh: string;
  readonly en: string;
}

export interface ShipmentEvent {
  /** Unix milliseconds. */
  readonly at: number;
  readonly city: Text;
  readonly description: Text;
}

export interface Shipment {
  readonly orderId: string;
  readonly status: ShipmentStatus;
  readonly carrier: Text;
  readonly trackingNumber: string;
  readonly events: readonly ShipmentEvent[];
  /** Unix milliseconds. */
  readonly estimatedAt: number | null;
}
