import { decimal } from './amounts.ts';

const measures = '件|个|台|部|双|只|套|盒|瓶|本|条|张|把|副|支';
const figure = '-?\\d{1,6}(?:\\.\\d{1,3})?';
const hanFigure = '[零一二两三四五六七八九十百千万]{1,6}';

const englishNumbers: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    'one two three four five six seven eight nine ten eleven twelve'.split(' ').map((word, i) => [word, i + 1]),
  ),
  'a couple': 2,
  'a dozen': 12,
  'a hundred': 100,
  'one hundred': 100,
  'a thousand': 1_000,
};
const english = `${figure}|${Object.keys(englishNumbers)
  .toSorted((a, b) => b.length - a.length)
  .join('|')}`;
const verbs = 'reserve|hold|set aside|put aside|buy|purchase|take|order|give me|want|need';
const noSum = '(?![\\d.]|\\s?(?:%|yuan|rmb|cny|dollars?|days?|hours?|元|块|折|天))';

const afterVerb = new RegExp(`\\b(?:${verbs})(?: me| another)? (${english})\\b${noSum}`, 'i');

/** Ways to say how many, as written: what is no whole number is for the one who reads it to refuse. An ordinal is none. */
const patterns: readonly RegExp[] = [
  new RegExp(`(?<![第\\d.-])(${figure}|负?${hanFigure})\\s?(?:${measures})`, 'u'),
  new RegExp(`(?:数量|quantity|qty)\\s*(?:是|为|is|of|:)?\\s*(${figure})${noSum}`, 'i'),
  new RegExp(`(?<![\\w.-])(${english})\\s?(?:of\\b|x\\b|×|pieces?\\b|units?\\b|pcs\\b|items?\\b)`, 'i'),
  afterVerb,
];

/** How many pieces a text speaks of, null if it does not say. */
export function quantityIn(text: string): number | null {
  const written = patterns.map((pattern) => pattern.exec(text)?.[1]).find((found) => found !== undefined);
  if (written === undefined) return null;
  const word = englishNumbers[written.toLowerCase()];
  if (word !== undefined) return word;
  const [, sign, bare = ''] = /^(-|负)?(.*)$/u.exec(written) ?? [];
  const value = Number(decimal(bare));
  return sign === undefined ? value : -value;
}

/** `text` without how many: "2台" is no name of a product. */
export function withoutQuantity(text: string): string {
  return patterns.reduce(
    (rest, pattern) =>
      rest.replace(pattern, (match, written: string) => (pattern === afterVerb ? match.replace(written, ' ') : ' ')),
    text,
  );
}
