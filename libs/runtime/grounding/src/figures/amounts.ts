import { anyNumber, type Decimal, inChinese, inDigits, inEnglish, numberOf, unit, wholeOf } from '@turnfleet/reading';
import type { Stated } from './figure.ts';
import { countUnit, durationOf, durationUnit, measureOf, measureUnit } from './units.ts';

type Read = (match: RegExpExecArray) => Stated | null;

const currencies: Readonly<Record<string, string>> = {
  ...{ '¥': 'CNY', 元: 'CNY', 块: 'CNY', 块钱: 'CNY', 圆: 'CNY', 人民币: 'CNY', rmb: 'CNY', cny: 'CNY', yuan: 'CNY' },
  ...{
    $: 'USD',
    usd: 'USD',
    dollar: 'USD',
    dollars: 'USD',
    美元: 'USD',
    '€': 'EUR',
    eur: 'EUR',
    euros: 'EUR',
    '£': 'GBP',
  },
};

function money(written: string | undefined, name: string | undefined): Stated | null {
  const value = numberOf(written ?? '');
  const currency = currencies[(name ?? '').trim().toLowerCase()];
  return value === null || currency === undefined ? null : { kind: 'money', value, currency };
}

/** 三块五, 6块9. */
function inJiao(yuan: string | undefined, jiao: string | undefined): Stated | null {
  const [whole, tenths] = [numberOf(yuan ?? ''), numberOf(jiao ?? '')];
  return whole === null || tenths === null ? null : { kind: 'money', value: whole + tenths / 10n, currency: 'CNY' };
}

const percent = (value: Decimal | null): Stated | null => (value === null ? null : { kind: 'percent', value });

/** 8折, 85折, 八五折, 8.5折, 七点五折: what is left to pay; told by what is taken off. */
function takenOff(written: string | undefined): Stated | null {
  const bare = written ?? '';
  const read = /^[一二三四五六七八九]{2}$/.test(bare)
    ? numberOf(`${bare.charAt(0)}点${bare.charAt(1)}`)
    : numberOf(bare);
  if (read === null || read <= 0n) return null;
  const tenths = read >= wholeOf(10) ? read : read * 10n;
  return tenths > wholeOf(100) ? null : percent(wholeOf(100) - tenths);
}

const tenthsOff = (written: string | undefined): Stated | null => percent((numberOf(written ?? '') ?? 0n) * 10n);

const counted = (written: string | undefined): Stated | null => {
  const value = numberOf(written ?? '');
  return value === null ? null : { kind: 'count', value, pieces: true };
};

/** What `两百多台` and `十几件` come to, no result says. */
const unknown = -1n;

function lasting(written: string | undefined, name: string | undefined): Stated | null {
  const value = numberOf(written ?? '');
  const durations = durationOf(name ?? '');
  // `for a second` is no time.
  if (durations === 'second' && value === unit) return null;
  // 2026年 is a year, and no date of a month is left here.
  if (value === null || durations === null) return null;
  if (durations === 'year' && value >= wholeOf(1900) && value <= wholeOf(2200)) return { kind: 'number', value };
  return { kind: 'duration', value, unit: durations };
}

function plainNumber(written = ''): Stated | null {
  const value = numberOf(/^one$/i.test(written) ? '1' : written.trim());
  return value === null ? null : { kind: 'number', value };
}

function measured(written: string | undefined, name: string | undefined): Stated | null {
  const value = numberOf(written ?? '');
  return value === null || name === undefined ? null : { kind: 'measure', value, unit: measureOf(name) };
}

/** `一件` and `one piece` are figures only where it is said what is left or set aside; else they are articles. */
const oneIsLeft = String.raw`(?<=(?:剩|仅|只|库存|余|还有|预留|最后|共)[^，。,一]{0,3})一(?=${countUnit})${countUnit}`;
const notOne = String.raw`(?!一${countUnit})`;

/** Amounts, in the order in which they are looked for: what is read is gone for the next. */
export const amountPatterns: readonly (readonly [RegExp, Read])[] = [
  [
    new RegExp(String.raw`(${inDigits}|${inChinese})\s?(?:%|％|percent\b|per cent\b)`, 'gi'),
    ([, written]) => percent(numberOf(written ?? '')),
  ],
  [new RegExp(`\\b(${inEnglish})\\s(?:percent|per cent)`, 'gi'), ([, written]) => percent(numberOf(written ?? ''))],
  [/百分之([一二三四五六七八九十百零点]+)/g, ([, written]) => percent(numberOf(written ?? ''))],
  [
    /(\d{1,2}(?:\.\d)?|[一二三四五六七八九](?:点?[一二三四五六七八九])?)\s?折(?!叠|[腾旧])/g,
    ([, written]) => takenOff(written),
  ],
  [/(\d|[一二两三四五六七八九])成(?!功|交|为|本|员|分|立|熟|品|色)/g, ([, written]) => tenthsOff(written)],
  [/半价|对折|\bhalf[- ](?:price|off)\b|\bhalf (?:the price|of (?:that|it|the price))\b/gi, () => percent(wholeOf(50))],
  [
    /免运费|免邮|包邮|免费(?:送|配送|寄|包装|退|换|安装|上门)|\bfree (?:shipping|delivery|of charge|returns?|gift)\b|\bships? (?:for )?free\b|\bno (?:shipping|delivery) (?:fee|charge|cost)s?\b/gi,
    () => ({ kind: 'money', value: 0n, currency: 'CNY' }),
  ],
  [
    new RegExp(String.raw`(${inDigits}|${inChinese})块([1-9一二三四五六七八九])(?![\d个件台部百千万十])`, 'g'),
    ([, yuan, jiao]) => inJiao(yuan, jiao),
  ],
  [new RegExp(String.raw`([¥$€£])\s?-?(${inDigits})`, 'g'), ([, name, written]) => money(written, name)],
  [
    new RegExp(String.raw`(?<![a-z])(RMB|CNY|USD|EUR|人民币)\s?(${inDigits})`, 'gi'),
    ([, name, written]) => money(written, name),
  ],
  [
    new RegExp(
      String.raw`(${anyNumber})\s?(元|块钱|块(?!电池|屏|表|[\d一二三四五六七八九])|圆|人民币|美元|(?:yuan|RMB|CNY|USD|EUR|dollars?|euros)\b)(?![机级档])`,
      'gi',
    ),
    ([, written, name]) => money(written, name),
  ],
  // The first of a range in words: 一到两天, one to two days. Its unit is that of the second.
  [
    new RegExp(
      String.raw`(${inChinese}|\b(?:one|${inEnglish}))(?=\s?(?:到|至|~|to\b|or\b)\s?(?:${inDigits}|${inChinese}|${inEnglish})[\s-]?(?:元|块|yuan|${durationUnit}|${countUnit}))`,
      'gi',
    ),
    ([, written]) => plainNumber(written),
  ],
  [
    new RegExp(
      String.raw`(${inDigits}|${inChinese}|\b(?:one|an?|${inEnglish})|半个?|\bhalf an?)[\s-]?(${durationUnit})(?![a-z])`,
      'gi',
    ),
    ([, written, name]) => lasting(articleAsOne(written), name),
  ],
  [new RegExp(oneIsLeft, 'g'), () => counted('一')],
  [
    /\b(?:only|just|the last|last) (one) (?:piece |unit |item |pair |set )?(?:left|available|remaining|in stock)/gi,
    () => counted('1'),
  ],
  [
    new RegExp(
      String.raw`${notOne}(?<![第每哪这那])(${inDigits}|${inChinese})([多几余来]?)\s?(${countUnit})(?![a-z])`,
      'g',
    ),
    ([, written, about, name]) => countOf(written, name, about),
  ],
  [
    new RegExp(
      String.raw`(${inDigits}|\b(?:${inEnglish}))\s(?:are |were |is |of (?:it|them|these|those) )?(?:still |more |fewer |extra )*(left|available|remaining|in stock|pieces?|pcs|units?|items?|products?|models?|warehouses?|orders?|pairs?|sets?)\b`,
      'gi',
    ),
    ([, written, name]) => countOf(written, name),
  ],
  [new RegExp(String.raw`\b(${inEnglish})\sof\s(?:them|these|those)\b`, 'gi'), ([, written]) => counted(written)],
  [
    new RegExp(String.raw`(?<=\bif you (?:take|buy|order|want|need|get) )(${inDigits}|${inEnglish})\b`, 'gi'),
    ([, written]) => counted(written),
  ],
  [
    new RegExp(String.raw`(?<![A-Za-z])(${inDigits}|${inChinese})[\s-]?(${measureUnit})(?![A-Za-z])`, 'g'),
    ([, written, name]) => measured(written, name),
  ],
  [
    new RegExp(String.raw`(?<![\w.#/+]|(?<!\u0001)-)(${inDigits})(?![\w%/]|-\w|\.\d)`, 'g'),
    ([, written]) => plainNumber(written),
  ],
];

function articleAsOne(written: string | undefined): string {
  const bare = (written ?? '').replace(/个$/, '');
  if (/^an?$|^one$/i.test(bare)) return '1';
  return /^half/i.test(bare) ? 'half' : bare;
}

/** Of kinds and offers, how many there are is told by how long a list is. */
const ofKinds = /^(?:个|款|种|items?|products?|models?|warehouses?|orders?)$/i;

/** 2024款 is a name. */
function countOf(written: string | undefined, name = '', about = ''): Stated | null {
  const value = numberOf(written ?? '');
  if (value === null || (name === '款' && value >= 1_900n * unit)) return null;
  return { kind: 'count', value: about === '' ? value : unknown, pieces: !ofKinds.test(name) };
}
