import { type Decimal, decimalOf, unit, wholeOf } from './decimal.ts';

const digits: Readonly<Record<string, number>> = {
  ...{ 零: 0, 〇: 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 },
};
const tens: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1_000 };

/** 一千二百 is 1200, 一万二 is 12000, 三点五 is 3.5, 二〇二六 is 2026; null for what is no number. */
function chineseNumber(written: string): Decimal | null {
  const [whole = '', fraction] = written.split('点');
  const value = /[十百千万亿]/.test(whole) ? placed(whole) : positional(whole);
  if (value === null) return null;
  if (fraction === undefined) return wholeOf(value);
  const after = positional(fraction);
  const decimal = after === null ? null : decimalOf(`${value}.${String(after).padStart(fraction.length, '0')}`);
  return decimal;
}

function positional(written: string): number | null {
  const all = [...written].map((one) => digits[one]);
  return all.length > 0 && all.every((one) => one !== undefined) ? Number(all.join('')) : null;
}

function placed(written: string): number | null {
  let [total, section, digit, last] = [0, 0, 0, 1];
  for (const one of written) {
    const value = digits[one];
    const ten = tens[one];
    if (value !== undefined) {
      digit = value;
      // A zero in between says that the next digit is one of units: 一万零二.
      if (value === 0) last = 1;
    } else if (ten !== undefined) {
      section += (digit || 1) * ten;
      [digit, last] = [0, ten];
    } else if (one === '万' || one === '亿') {
      const times = one === '万' ? 10_000 : 100_000_000;
      total = (total + section + digit) * times;
      [section, digit, last] = [0, 0, times];
    } else return null;
  }
  // 一万二 is twelve thousand, 一千二 is twelve hundred.
  return total + section + (last >= 100 ? digit * (last / 10) : digit);
}

const small =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tensInWords = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const dozen = 12;

function englishNumber(written: string): Decimal | null {
  let [total, section] = [0, 0];
  for (const word of written.toLowerCase().split(/[\s-]+|\band\b/)) {
    if (word === '' || word === 'a') continue;
    const at = small.indexOf(word);
    const ten = tensInWords.indexOf(word);
    if (at >= 0) section += at;
    else if (ten >= 0) section += (ten + 2) * 10;
    else if (word === 'hundred') section = (section || 1) * 100;
    else if (word === 'dozen') section = (section || 1) * dozen;
    else if (word === 'thousand') {
      total += (section || 1) * 1_000;
      section = 0;
    } else return null;
  }
  return wholeOf(total + section);
}

/** A number in digits, Chinese or English words; `半` and `half` are a half. */
export function numberOf(written: string): Decimal | null {
  if (/^(?:半|half)/i.test(written)) return unit / 2n;
  if (/^\d/.test(written)) return decimalOf(written);
  return /^[a-z]/i.test(written) ? englishNumber(written) : chineseNumber(written);
}

/** Regular expressions, as text: a number in digits, in Chinese, in English. */
export const inDigits = String.raw`(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?:\s?(?:[百千]?万|亿|千|[kK](?![a-zA-Z])))?`;
export const inChinese =
  '[一二两三四五六七八九十][零〇一二两三四五六七八九十百千万亿]*(?:点[零〇一二三四五六七八九]+)?';
const englishWord = [...small.slice(1), ...tensInWords, 'hundred', 'thousand'].join('|');
/** `one` alone is mostly an article. */
export const inEnglish = String.raw`(?:(?:an?|${englishWord})(?:[\s-](?:and\s)?(?:${englishWord}))+|a dozen|${[...small.slice(2), ...tensInWords].join('|')})`;
export const anyNumber = `(?:${inDigits}|${inChinese}|\\b${inEnglish})`;
