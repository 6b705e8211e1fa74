import { decimal } from './amounts.ts';

const measures = '件|个|台|部|双|只|套|盒|瓶|本|条|张|把|副|支';
const englishNumbers = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const english = `\\d{1,4}|${englishNumbers.join('|')}`;

/** Ways to say how many; a figure that counts nothing, or is an ordinal, is none. */
const patterns: readonly RegExp[] = [
  new RegExp(`(?<![第\\d])(\\d{1,4}|[一二两三四五六七八九十]{1,3})\\s?(?:${measures})`, 'u'),
  new RegExp(`\\b(${english})\\s?(?:of\\b|x\\b|×|pieces?\\b|units?\\b|pcs\\b|items?\\b)`, 'i'),
  new RegExp(`\\b(?:reserve|hold|set aside|put aside)(?: me)? (${english})\\b`, 'i'),
];

/** How many pieces a text speaks of, null if it does not say. */
export function quantityIn(text: string): number | null {
  const written = patterns.map((pattern) => pattern.exec(text)?.[1]).find((found) => found !== undefined);
  if (written === undefined) return null;
  const word = englishNumbers.indexOf(written.toLowerCase());
  return word < 0 ? Number(decimal(written)) : word + 1;
}
