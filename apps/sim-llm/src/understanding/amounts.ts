/** A sum of money as the shopper wrote it. */
export interface Amount {
  /** ISO 4217. */
  readonly currency: string;
  /** Decimal digits with at most two places, e.g. `5000` or `99.90`. */
  readonly value: string;
}

// Every repetition is bounded: a long message of nothing but figures must not take long to read.
const digits = '(?<!\\d)(?:\\d{1,3}(?:,\\d{3}){1,3}|\\d{1,9})(?:\\.\\d{1,2})?';
const hanNumber = '(?<![零一二两三四五六七八九十百千万])[零一二两三四五六七八九十百千万]{1,12}';
const figure = `(?:(?:${digits})(?:\\s?[kK千万](?![a-zA-Z]))?|${hanNumber})`;
const before = '¥|\\bRMB|\\bCNY|US\\$|\\$|€';
const after = '元|块钱?|人民币|yuan|rmb|cny|dollars?|usd|euros?';

/** A figure that a currency makes a sum. */
export const amountPattern = new RegExp(`(?:${before})\\s?${figure}|${figure}\\s?(?:${after})`, 'giu');

const currencyWords: readonly (readonly [RegExp, string])[] = [
  [/\$|dollar|usd/i, 'USD'],
  [/€|euro/i, 'EUR'],
];

const money = `((?:${before})?\\s?${figure}\\s?(?:${after})?)(?!\\s?(?:\\d|days?|hours?|weeks?|km|天|日|小时|周|公里))`;

/** Ways to say "at most": only here does a bare figure count as a sum. */
const ceilingPatterns = [
  `(?:under|below|less than|cheaper than|up to|at most|no more than|within|max(?:imum)?(?: of)?|budget(?: is| of)?:?)\\s*${money}`,
  `(?:不超过|不高于|低于|少于|小于|最多|预算(?:是|在|为|大概)?|以内|便宜过)\\s*${money}`,
  `${money}\\s*(?:以下|以内|之内|之下|左右|or less|or under|max\\b)`,
].map((source) => new RegExp(source, 'iu'));

export function amountsIn(text: string): Amount[] {
  return [...text.matchAll(amountPattern)].flatMap((match) => amount(match[0]) ?? []);
}

/** The upper bound a search names, if any. */
export function ceilingIn(text: string): Amount | null {
  const written = ceilingPatterns.map((pattern) => pattern.exec(text)?.[1]).find((found) => found !== undefined);
  return written === undefined ? null : amount(written);
}

export const ceilingWords = new RegExp(ceilingPatterns.map((pattern) => pattern.source).join('|'), 'giu');

function amount(written: string): Amount | null {
  const value = decimal(written.match(new RegExp(figure, 'u'))?.[0] ?? '');
  if (value === null) return null;
  return { currency: currencyWords.find(([word]) => word.test(written))?.[1] ?? 'CNY', value };
}

const scales: Readonly<Record<string, number>> = { k: 1_000, K: 1_000, 千: 1_000, 万: 10_000 };

/** A figure, in digits or Chinese numerals, as decimal digits. */
export function decimal(written: string): string | null {
  const latin = /^([\d,.]+)\s?([kK千万])?$/u.exec(written);
  if (!latin?.[1]) return hanDecimal(written);
  const plain = latin[1].replaceAll(',', '');
  const scale = scales[latin[2] ?? ''];
  return scale === undefined ? plain : String(Math.round(Number(plain) * scale * 100) / 100);
}

const hanDigits = '零一二三四五六七八九';
const hanUnits: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1_000 };

/** 五千 → 5000, 三千五 → 3500, 两万 → 20000; null for what is no number. */
function hanDecimal(written: string): string | null {
  let total = 0;
  let section = 0;
  let digit = 0;
  let lastUnit = 10;
  for (const sign of written.replaceAll('两', '二')) {
    const unit = hanUnits[sign];
    if (sign === '万') {
      total = (section + digit) * 10_000;
      [section, digit, lastUnit] = [0, 0, 10_000];
    } else if (unit) {
      section += (digit || 1) * unit;
      [digit, lastUnit] = [0, unit];
    } else {
      digit = hanDigits.indexOf(sign);
      if (sign === '零') lastUnit = 10;
    }
  }
  const value = total + section + (digit * lastUnit) / 10;
  return Number.isInteger(value) && value > 0 ? String(value) : null;
}
