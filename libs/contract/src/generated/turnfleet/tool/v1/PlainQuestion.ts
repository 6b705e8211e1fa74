// Original file: protos/turnfleet/tool/v1/tool.proto


/**
 * A question that is understood without a model. It is plain if the words below ask it, its codes and its place are those
 * that required fields of the request take, and nothing else is said.
 */
export interface PlainQuestion {
  /**
   * Words that ask it, by locale, parted by `|`. Those in Latin letters are whole words.
   */
  'words'?: ({[key: string]: string});
  /**
   * What the shopper is told, by locale. `{name}` stands for a field of the response, else of the request, `{name.inner}` for
   * a field within it. What stands in `[brackets]` is left out when a field in it is absent or empty.
   */
  'answer'?: ({[key: string]: string});
}

/**
 * A question that is understood without a model. It is plain if the words below ask it, its codes and its place are those
 * that required fields of the request take, and nothing else is said.
 */
export interface PlainQuestion__Output {
  /**
   * Words that ask it, by locale, parted by `|`. Those in Latin letters are whole words.
   */
  'words': ({[key: string]: string});
  /**
   * What the shopper is told, by locale. `{name}` stands for a field of the response, else of the request, `{name.inner}` for
   * a field within it. What stands in `[brackets]` is left out when a field in it is absent or empty.
   */
  'answer': ({[key: string]: string});
}
