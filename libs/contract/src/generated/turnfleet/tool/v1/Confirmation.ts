// Original file: protos/turnfleet/tool/v1/tool.proto


/**
 * What the shopper is asked and told, by locale. `{name}` stands for the field of that name; times are the shop's.
 */
export interface Confirmation {
  /**
   * Asks whether it shall be done; fields are the request's.
   */
  'question'?: ({[key: string]: string});
  /**
   * Says that it is done; fields are the response's.
   */
  'done'?: ({[key: string]: string});
}

/**
 * What the shopper is asked and told, by locale. `{name}` stands for the field of that name; times are the shop's.
 */
export interface Confirmation__Output {
  /**
   * Asks whether it shall be done; fields are the request's.
   */
  'question': ({[key: string]: string});
  /**
   * Says that it is done; fields are the response's.
   */
  'done': ({[key: string]: string});
}
