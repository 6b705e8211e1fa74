// Original file: protos/turnfleet/inventory/v1/inventory.proto


/**
 * Stock in one warehouse.
 */
export interface WarehouseStock {
  /**
   * Id of the warehouse.
   */
  'warehouse_id'?: (string);
  /**
   * City of the warehouse.
   */
  'city'?: (string);
  /**
   * Pieces that can be sold now.
   */
  'quantity'?: (number);
  /**
   * From the city that was asked from, as the crow flies.
   */
  'distance_km'?: (number);
}

/**
 * Stock in one warehouse.
 */
export interface WarehouseStock__Output {
  /**
   * Id of the warehouse.
   */
  'warehouse_id': (string);
  /**
   * City of the warehouse.
   */
  'city': (string);
  /**
   * Pieces that can be sold now.
   */
  'quantity': (number);
  /**
   * From the city that was asked from, as the crow flies.
   */
  'distance_km': (number);
}
