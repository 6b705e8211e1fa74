// Original file: protos/turnfleet/order/v1/order.proto

/**
 * What happens to an order on its way.
 */
export const OrderProgress = {
  /**
   * Never sent.
   */
  ORDER_PROGRESS_UNSPECIFIED: 'ORDER_PROGRESS_UNSPECIFIED',
  /**
   * The warehouse has begun to pack it.
   */
  ORDER_PROGRESS_PREPARING: 'ORDER_PROGRESS_PREPARING',
  /**
   * It was handed over to the carrier.
   */
  ORDER_PROGRESS_SHIPPED: 'ORDER_PROGRESS_SHIPPED',
  /**
   * It has arrived.
   */
  ORDER_PROGRESS_DELIVERED: 'ORDER_PROGRESS_DELIVERED',
  /**
   * What was sent back is in the warehouse.
   */
  ORDER_PROGRESS_TAKEN_BACK: 'ORDER_PROGRESS_TAKEN_BACK',
} as const;

/**
 * What happens to an order on its way.
 */
export type OrderProgress =
  /**
   * Never sent.
   */
  | 'ORDER_PROGRESS_UNSPECIFIED'
  | 0
  /**
   * The warehouse has begun to pack it.
   */
  | 'ORDER_PROGRESS_PREPARING'
  | 1
  /**
   * It was handed over to the carrier.
   */
  | 'ORDER_PROGRESS_SHIPPED'
  | 2
  /**
   * It has arrived.
   */
  | 'ORDER_PROGRESS_DELIVERED'
  | 3
  /**
   * What was sent back is in the warehouse.
   */
  | 'ORDER_PROGRESS_TAKEN_BACK'
  | 4

/**
 * What happens to an order on its way.
 */
export type OrderProgress__Output = typeof OrderProgress[keyof typeof OrderProgress]
