// Original file: protos/turnfleet/text/v1/text.proto


/**
 * The same text in each language of the shop.
 */
export interface LocalizedText {
  /**
   * Simplified Chinese.
   */
  'zh'?: (string);
  /**
   * English.
   */
  'en'?: (string);
}

/**
 * The same text in each language of the shop.
 */
export interface LocalizedText__Output {
  /**
   * Simplified Chinese.
   */
  'zh': (string);
  /**
   * English.
   */
  'en': (string);
}
