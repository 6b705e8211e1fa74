import { type Amount, amountPattern, amountsIn, ceilingIn } from './amounts.ts';
import { cityPattern, namedCities } from './cities.ts';
import { normalize, without } from './normalize.ts';
import { quantityIn, withoutQuantity } from './quantity.ts';

export const levels = ['regular', 'silver', 'gold'] as const;
export type Level = (typeof levels)[number];

/** What a piece of text names: nothing here is guessed, an absent thing is absent. */
export interface Entities {
  readonly skus: readonly string[];
  readonly orderIds: readonly string[];
  readonly cities: readonly string[];
  readonly coupon: string | null;
  readonly level: Level | null;
  /** A sum that is not an upper bound, e.g. "a price of 5000 yuan". */
  readonly amount: Amount | null;
  /** The upper bound of a search, e.g. "under 5000". */
  readonly ceiling: Amount | null;
  /** How many pieces, e.g. "two of", as written: also 1.5 or -2. */
  readonly quantity: number | null;
}

const skuPattern =
  /\bSKU[-_ :#]{0,2}(?:\d{4}[ _]\d{3}(?!\d)|(?=[A-Z0-9-]{0,31}\d)[A-Z0-9]{1,32}(?:-[A-Z0-9]{1,32}){0,4})/gi;
const orderPattern =
  /\bORD(?:ER)?[-_ :#]{0,2}(?!SKU)(?:\d{4}[ _]\d{4}(?!\d)|(?=[A-Z0-9-]{0,31}\d)[A-Z0-9]{1,32}(?:-[A-Z0-9]{1,32}){0,4})/gi;

// Codes stand beside a word for "coupon", or look like nothing else: four or more capitals with digits behind them.
const couponPatterns = [
  /(?:优惠券|优惠码|折扣码|券码|券|coupon|voucher|promo)(?:\s*code)?\s*(?:是|为|is|:)?\s*((?<![a-z0-9])(?=[a-z]{1,31}[0-9])[a-z][a-z0-9_]{2,31})/i,
  /\bcode\s*:?\s*((?<![a-z0-9])(?=[a-z]{1,31}[0-9])[a-z][a-z0-9_]{2,31})/i,
  /((?<![a-z0-9])(?=[a-z]{1,31}[0-9])[a-z][a-z0-9_]{2,31})\s*(?:这张)?(?:优惠券|优惠码|折扣码|券|coupon|voucher)/i,
  /(?:优惠券|优惠码|折扣码|券|coupon|voucher)(?:\s+code)?\s*:?\s*([A-Z]{4,32})\b/,
  /\b([A-Z]{4,32})\s*(?:优惠券|优惠码|折扣码|券|coupon|voucher)/,
  /(?:用|使用|输入|apply|using|use|with)\s?([A-Z]{3,20}\d{1,4})\b/,
  /\b([A-Z]{4,20}\d{1,4})\b/,
];

const levelPatterns: Readonly<Record<Level, RegExp>> = {
  gold: /金牌|金卡|黄金(?:会员|用户|等级|级)|金会员|\bgold(?=[- ](?:member|level|user|tier|card|customer|status))|(?:i'm|i am|level:?) gold\b/i,
  silver:
    /银牌|银卡|白银(?:会员|用户|等级|级)|银会员|\bsilver(?=[- ](?:member|level|user|tier|card|customer|status))|(?:i'm|i am|level:?) silver\b/i,
  regular: /普通(?:会员|用户|等级|级)|\bregular(?=[- ](?:member|level|user|tier|customer|status))/i,
};

export function entitiesIn(raw: string): Entities {
  const text = normalize(raw);
  const ids = without(text, skuPattern, orderPattern);
  const coupon = couponIn(ids);
  const sums = coupon ? without(ids, new RegExp(coupon, 'gi')) : ids;
  const ceiling = ceilingIn(sums);
  return {
    skus: unique(text.match(skuPattern) ?? []).map((sku) => canonicalId('SKU', sku)),
    orderIds: unique(text.match(orderPattern) ?? []).map((order) => canonicalId('ORD', order)),
    cities: namedCities(text),
    coupon: coupon?.toUpperCase() ?? null,
    level: levels.find((level) => levelPatterns[level].test(text)) ?? null,
    amount: ceiling ? null : (amountsIn(sums)[0] ?? null),
    ceiling,
    quantity: quantityIn(sums),
  };
}

/** `text` without anything that `entitiesIn` reads: what is left are the words of the question. */
export function withoutEntities(raw: string): string {
  const text = without(normalize(raw), skuPattern, orderPattern);
  const coupon = couponIn(text);
  return withoutQuantity(without(coupon ? without(text, new RegExp(coupon, 'gi')) : text, cityPattern, amountPattern));
}

function couponIn(text: string): string | null {
  return couponPatterns.map((pattern) => pattern.exec(text)?.[1]).find((code) => code !== undefined) ?? null;
}

/** `sku 2024-888`, `sku:2024 888`, `sku2024888` → `SKU-2024-888`. */
function canonicalId(prefix: string, written: string): string {
  const body = written
    .toUpperCase()
    .replace(/^(?:SKU|ORDER|ORD)[-_ :#]*/, '')
    .replace(/^(20\d\d)[ _]?(\d{3,4})$/, '$1-$2');
  return body.startsWith(`${prefix}-`) ? body : `${prefix}-${body}`;
}

export function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
