// Original file: protos/turnfleet/order/v1/order.proto

/**
 * Where an order stands.
 */
export const OrderStatus = {
  /**
   * Never sent.
   */
  ORDER_STATUS_UNSPECIFIED: 'ORDER_STATUS_UNSPECIFIED',
  /**
   * Placed and paid.
   */
  ORDER_STATUS_PLACED: 'ORDER_STATUS_PLACED',
  /**
   * In the warehouse, being packed.
   */
  ORDER_STATUS_PREPARING: 'ORDER_STATUS_PREPARING',
  /**
   * With the carrier, on whatever part of the way.
   */
  ORDER_STATUS_SHIPPED: 'ORDER_STATUS_SHIPPED',
  /**
   * Arrived.
   */
  ORDER_STATUS_DELIVERED: 'ORDER_STATUS_DELIVERED',
  /**
   * Cancelled before it was shipped.
   */
  ORDER_STATUS_CANCELLED: 'ORDER_STATUS_CANCELLED',
  /**
   * All of it is to be sent back or exchanged.
   */
  ORDER_STATUS_RETURNING: 'ORDER_STATUS_RETURNING',
  /**
   * All of it is back.
   */
  ORDER_STATUS_RETURNED: 'ORDER_STATUS_RETURNED',
} as const;

/**
 * Where an order stands.
 */
export type OrderStatus =
  /**
   * Never sent.
   */
  | 'ORDER_STATUS_UNSPECIFIED'
  | 0
  /**
   * Placed and paid.
   */
  | 'ORDER_STATUS_PLACED'
  | 1
  /**
   * In the warehouse, being packed.
   */
  | 'ORDER_STATUS_PREPARING'
  | 2
  /**
   * With the carrier, on whatever part of the way.
   */
  | 'ORDER_STATUS_SHIPPED'
  | 3
  /**
   * Arrived.
   */
  | 'ORDER_STATUS_DELIVERED'
  | 4
  /**
   * Cancelled before it was shipped.
   */
  | 'ORDER_STATUS_CANCELLED'
  | 5
  /**
   * All of it is to be sent back or exchanged.
   */
  | 'ORDER_STATUS_RETURNING'
  | 6
  /**
   * All of it is back.
   */
  | 'ORDER_STATUS_RETURNED'
  | 7

/**
 * Where an order stands.
 */
export type OrderStatus__Output = typeof OrderStatus[keyof typeof OrderStatus]
