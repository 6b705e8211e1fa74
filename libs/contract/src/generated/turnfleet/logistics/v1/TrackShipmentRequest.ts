// Original file: protos/turnfleet/logistics/v1/logistics.proto


/**
 * Names an order.
 */
export interface TrackShipmentRequest {
  /**
   * Id of the order, e.g. ORD-2024-0001.
   */
  'order_id'?: (string);
  /**
   * Id of the shopper whose order it has to be, as the shop knows them; for nobody in particular the number is enough.
   */
  'user_id'?: (string);
}

/**
 * Names an order.
 */
export interface TrackShipmentRequest__Output {
  /**
   * Id of the order, e.g. ORD-2024-0001.
   */
  'order_id': (string);
  /**
   * Id of the shopper whose order it has to be, as the shop knows them; for nobody in particular the number is enough.
   */
  'user_id': (string);
}
