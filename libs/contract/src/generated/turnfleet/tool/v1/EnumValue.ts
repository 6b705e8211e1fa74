// Original file: protos/turnfleet/tool/v1/tool.proto


/**
 * A value of an enum as shoppers read it.
 */
export interface EnumValue {
  /**
   * By locale, `zh-CN` and `en` at least.
   */
  'text'?: ({[key: string]: string});
}

/**
 * A value of an enum as shoppers read it.
 */
export interface EnumValue__Output {
  /**
   * By locale, `zh-CN` and `en` at least.
   */
  'text': ({[key: string]: string});
}
