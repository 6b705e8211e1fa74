import { corrected } from './corrected.ts';

/** Full-width letters, digits and punctuation become plain ones, every kind of dash becomes `-`; common slips are mended. */
export function normalize(text: string): string {
  return corrected(text.normalize('NFKC').replace(/[\u2010-\u2015\u2212]/g, '-'));
}

/** `text` with every match blanked out, so that what one table has understood does not confuse the next. */
export function without(text: string, ...patterns: readonly RegExp[]): string {
  return patterns.reduce((rest, pattern) => rest.replace(pattern, ' '), text);
}
