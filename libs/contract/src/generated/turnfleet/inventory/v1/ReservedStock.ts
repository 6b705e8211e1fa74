// Original file: protos/turnfleet/inventory/v1/inventory.proto


/**
 * Pieces set aside in one warehouse.
 */
export interface ReservedStock {
  /**
   * Id of the warehouse.
   */
  'warehouse_id'?: (string);
  /**
   * Pieces set aside there.
   */
  'quantity'?: (number);
}

/**
 * Pieces set aside in one warehouse.
 */
export interface ReservedStock__Output {
  /**
   * Id of the warehouse.
   */
  'warehouse_id': (string);
  /**
   * Pieces set aside there.
   */
  'quantity': (number);
}
