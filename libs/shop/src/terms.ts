/** Runs of Chinese characters, SKUs, and words of other letters or digits. */
const runs = /\p{Script=Han}+|sku-\d+-\d+|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu;
const han = /^\p{Script=Han}/u;

/** Words that say nothing about a product. */
const stopWords = new Set(
  'a an and any are at best by buy can do find for from get good have i in is it like look looking me need of on or please show some that the to want what which with you'.split(
    ' ',
  ),
);

/** What a text is found by: words without plural endings, single Chinese characters and pairs of them. */
export function indexTerms(text: string): string[] {
  return termsOf(text, (characters) => [...characters, ...pairs(characters)]);
}

/** What a query looks for: pairs say more than single characters, so those count only when they stand alone. */
export function queryTerms(text: string): string[] {
  return termsOf(text, (characters) => (characters.length === 1 ? characters : pairs(characters)));
}

function termsOf(text: string, ofChinese: (characters: readonly string[]) => readonly string[]): string[] {
  const found = text.normalize('NFKC').toLowerCase().match(runs) ?? [];
  return [...new Set(found.flatMap((run) => (han.test(run) ? ofChinese([...run]) : wordTerms(run))))];
}

const pairs = (characters: readonly string[]): string[] =>
  characters.slice(1).map((character, i) => `${characters[i]}${character}`);

function wordTerms(word: string): string[] {
  if (stopWords.has(word)) return [];
  return [/[^s]s$/.test(word) && word.length > 3 ? word.slice(0, -1) : word];
}
