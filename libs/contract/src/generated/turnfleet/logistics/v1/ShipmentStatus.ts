// Original file: protos/turnfleet/logistics/v1/logistics.proto

/**
 * Where a shipment stands.
 */
export const ShipmentStatus = {
  /**
   * Never sent.
   */
  SHIPMENT_STATUS_UNSPECIFIED: 'SHIPMENT_STATUS_UNSPECIFIED',
  /**
   * Ordered, not yet with the carrier.
   */
  SHIPMENT_STATUS_PREPARING: 'SHIPMENT_STATUS_PREPARING',
  /**
   * With the carrier.
   */
  SHIPMENT_STATUS_IN_TRANSIT: 'SHIPMENT_STATUS_IN_TRANSIT',
  /**
   * On the last vehicle.
   */
  SHIPMENT_STATUS_OUT_FOR_DELIVERY: 'SHIPMENT_STATUS_OUT_FOR_DELIVERY',
  /**
   * Arrived.
   */
  SHIPMENT_STATUS_DELIVERED: 'SHIPMENT_STATUS_DELIVERED',
  /**
   * Held up.
   */
  SHIPMENT_STATUS_DELAYED: 'SHIPMENT_STATUS_DELAYED',
  /**
   * On its way back, or back.
   */
  SHIPMENT_STATUS_RETURNED: 'SHIPMENT_STATUS_RETURNED',
} as const;

/**
 * Where a shipment stands.
 */
export type ShipmentStatus =
  /**
   * Never sent.
   */
  | 'SHIPMENT_STATUS_UNSPECIFIED'
  | 0
  /**
   * Ordered, not yet with the carrier.
   */
  | 'SHIPMENT_STATUS_PREPARING'
  | 1
  /**
   * With the carrier.
   */
  | 'SHIPMENT_STATUS_IN_TRANSIT'
  | 2
  /**
   * On the last vehicle.
   */
  | 'SHIPMENT_STATUS_OUT_FOR_DELIVERY'
  | 3
  /**
   * Arrived.
   */
  | 'SHIPMENT_STATUS_DELIVERED'
  | 4
  /**
   * Held up.
   */
  | 'SHIPMENT_STATUS_DELAYED'
  | 5
  /**
   * On its way back, or back.
   */
  | 'SHIPMENT_STATUS_RETURNED'
  | 6

/**
 * Where a shipment stands.
 */
export type ShipmentStatus__Output = typeof ShipmentStatus[keyof typeof ShipmentStatus]
