import { anyNumber, codeFinder, numberOf, unit } from '@turnfleet/reading';
import { withoutDenied } from './denied.ts';

/** No figure of a price, a stretch of time, a house, or pieces. */
const noMeasure = '(?![\\d.]|\\s?(?:%|gb?\\b|tb\\b|号楼|[年月日天点元块件个台部楼栋室]|days?|yuan|pieces?|items?))';
const spelled = '[零〇一二三四五六七八九]{2,4}';
const figure = `(?:\\d{1,4}|${spelled}|${anyNumber})`;

/** Ways to name an order by the end of its number alone. */
const patterns: readonly RegExp[] = [
  new RegExp(`(?:订单号?|单号|尾号|编号|号码|后四位|结尾)(?:是|为|的)?[\\s:：#]{0,3}(${figure})${noMeasure}`, 'giu'),
  /(?<![\d.])(\d{2,4})\s?号?(?:那|这)?(?:一|个|笔|张)?(?:订单|单)/gu,
  new RegExp(
    `\\b(?:order|number|no\\.?|ending(?: in| with)?)(?: number| no\\.?)?[\\s:#]{1,3}(${figure})(?![\\w-])${noMeasure}`,
    'giu',
  ),
  new RegExp(`#\\s?(\\d{1,4})${noMeasure}`, 'gu'),
  new RegExp(`(?:\\b(?:cancel|return|exchange|track|refund)|取消|退货?|换货?|查)\\s?(\\d{2,4})${noMeasure}`, 'giu'),
  new RegExp(`(?<![\\d.+-])(0\\d{3})${noMeasure}`, 'gu'),
  /([零〇][零〇一二三四五六七八九]{3})/gu,
];

/** Without any of these no pattern fits, and most messages have none. */
const someName =
  /[#单号零〇]|后四位|结尾|order|number|\bno\b|ending|(?:cancel|return|exchange|track|refund|取消|退货?|换货?|查)\s?\d|(?<![\d.+-])0\d{3}/i;

/** The end of a code that a text names without the rest, e.g. 51 for "0051那单" and "order fifty-one". Null if it names none. */
export function codeEndIn(prefix: string, text: string): number | null {
  const { codes, rest } = codeFinder([prefix])(withoutDenied(text.normalize('NFKC')));
  const written = codes.length > 0 ? null : writtenIn(rest);
  return written === null ? null : endOf(written);
}

function endOf(written: string): number | null {
  const value = numberOf(written.replace(/^[零〇](?=.)/u, ''));
  return value === null ? null : Number(value / unit);
}

/** A text in which the end of a code stands as a code: that one is named says more than which. */
export function withWholeCode(prefix: string, text: string): string {
  const written = codeFinder([prefix])(text).codes.length > 0 ? null : writtenIn(text);
  const end = written === null ? null : endOf(written);
  return written === null || end === null
    ? text
    : text.replace(written, ` ${prefix}-0000-${String(end).padStart(4, '0')} `);
}

function writtenIn(text: string): string | null {
  if (!someName.test(text)) return null;
  for (const pattern of patterns) {
    const [, written] = [...text.matchAll(pattern)].at(-1) ?? [];
    if (written !== undefined) return written;
  }
  return null;
}

/** Whether a code ends so. */
export const endsWith = (code: string, end: number): boolean => Number(/(\d+)$/.exec(code)?.[1] ?? Number.NaN) === end;
