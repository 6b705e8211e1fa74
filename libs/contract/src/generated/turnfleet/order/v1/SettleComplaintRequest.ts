// Original file: protos/turnfleet/order/v1/order.proto


/**
 * What came of a complaint.
 */
export interface SettleComplaintRequest {
  /**
   * The tenant whose shopper complained.
   */
  'tenant'?: (string);
  /**
   * Its number.
   */
  'complaint_id'?: (string);
  /**
   * Who says so.
   */
  'settled_by'?: (string);
  /**
   * What came of it.
   */
  'settlement'?: (string);
}

/**
 * What came of a complaint.
 */
export interface SettleComplaintRequest__Output {
  /**
   * The tenant whose shopper complained.
   */
  'tenant': (string);
  /**
   * Its number.
   */
  'complaint_id': (string);
  /**
   * Who says so.
   */
  'settled_by': (string);
  /**
   * What came of it.
   */
  'settlement': (string);
}
