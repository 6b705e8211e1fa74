// Original file: protos/turnfleet/order/v1/order.proto

/**
 * What can be done with an order.
 */
export const OrderAction = {
  /**
   * Never sent.
   */
  ORDER_ACTION_UNSPECIFIED: 'ORDER_ACTION_UNSPECIFIED',
  /**
   * CancelOrder.
   */
  ORDER_ACTION_CANCEL: 'ORDER_ACTION_CANCEL',
  /**
   * CreateReturn with money back.
   */
  ORDER_ACTION_RETURN: 'ORDER_ACTION_RETURN',
  /**
   * CreateReturn with the same again.
   */
  ORDER_ACTION_EXCHANGE: 'ORDER_ACTION_EXCHANGE',
  /**
   * ChangeAddress.
   */
  ORDER_ACTION_CHANGE_ADDRESS: 'ORDER_ACTION_CHANGE_ADDRESS',
  /**
   * RequestInvoice.
   */
  ORDER_ACTION_REQUEST_INVOICE: 'ORDER_ACTION_REQUEST_INVOICE',
} as const;

/**
 * What can be done with an order.
 */
export type OrderAction =
  /**
   * Never sent.
   */
  | 'ORDER_ACTION_UNSPECIFIED'
  | 0
  /**
   * CancelOrder.
   */
  | 'ORDER_ACTION_CANCEL'
  | 1
  /**
   * CreateReturn with money back.
   */
  | 'ORDER_ACTION_RETURN'
  | 2
  /**
   * CreateReturn with the same again.
   */
  | 'ORDER_ACTION_EXCHANGE'
  | 3
  /**
   * ChangeAddress.
   */
  | 'ORDER_ACTION_CHANGE_ADDRESS'
  | 4
  /**
   * RequestInvoice.
   */
  | 'ORDER_ACTION_REQUEST_INVOICE'
  | 5

/**
 * What can be done with an order.
 */
export type OrderAction__Output = typeof OrderAction[keyof typeof OrderAction]
