import { demoCategories, demoCities, demoProducts, pick } from '@turnfleet/shop';
import { type QuestionClass, questionClasses, type ShopQuestion, shares } from './question.ts';
import { chinese, english } from './sentences.ts';

const coupons = ['WELCOME10', 'SAVE100', 'BIG20'];
const levels = ['regular', 'silver', 'gold'] as const;
const orders = 50;
/** Of ten questions so many are in Chinese. */
const inChinese = 7;
/** Words that are said more than once in any shop: a greeting is one whoever says it. */
const endings = ['', '!', '~', ' :)', '。', '…'];

/** The published mix: always the same 1,000 turns, each sentence once, classes shuffled. */
export function makeQuestions(): readonly ShopQuestion[] {
  const seen = new Set<string>();
  const all = questionClasses.flatMap((name) =>
    Array.from({ length: shares[name] }, (_, at) => {
      for (let attempt = 0; ; attempt++) {
        const made = questionOf(name, at, attempt);
        if (seen.has(made.text)) continue;
        seen.add(made.text);
        return { made, place: pick(`place/${name}/${at}`, 1_000_000) };
      }
    }),
  );
  return all.toSorted((a, b) => a.place - b.place).map(({ made }) => made);
}

type Calls = ShopQuestion['calls'];

function questionOf(name: QuestionClass, at: number, attempt: number): ShopQuestion {
  const key = `${name}/${at}/${attempt}`;
  const one = <T>(what: string, all: readonly T[]): T => all[pick(`${key}/${what}`, all.length)] as T;
  const zh = at % 10 < inChinese;
  const sku = one('sku', demoProducts).sku;
  const other = one(
    'other',
    demoProducts.filter((product) => product.sku !== sku),
  ).sku;
  const place = one('city', demoCities);
  const city = zh ? place.zh : place.en;
  const order = `ORD-2024-${String(1 + pick(`${key}/order`, orders)).padStart(4, '0')}`;
  const kind = one('kind', demoCategories);
  const values = { sku, other, city, order, coupon: one('coupon', coupons) };
  const more = { budget: one('budget', ['3000', '5000', '8000']), kind: zh ? kind.zh : kind.en };
  const filled: Readonly<Record<string, string>> = { ...values, ...more };
  const sentence = one('sentence', (zh ? chinese : english)[name]);
  const ending = name === 'small talk' ? one('ending', endings).repeat(1 + (attempt % 3)) : '';
  const text = sentence.replaceAll(/\{(\w+)\}/g, (_, field: string) => filled[field] ?? '') + ending;
  return {
    class: name,
    locale: zh ? 'zh-CN' : 'en',
    text,
    ...(name === 'discount' ? { level: one('level', levels), coupon: values.coupon } : {}),
    calls: callsOf(name, sentence, values),
  };
}

/** What a right answer has looked up, by the class of the question and what its sentence names. */
function callsOf(
  name: QuestionClass,
  sentence: string,
  { sku, other, city, order }: Record<'sku' | 'other' | 'city' | 'order', string>,
): Calls {
  const info = (of: string) => ({ tool: 'get_product_info', arguments: { sku: of } });
  const stock = { tool: 'check_inventory', arguments: { sku, city } };
  const delivery = { tool: 'estimate_delivery', arguments: { sku, city } };
  switch (name) {
    case 'price':
    case 'details':
    case 'discount':
      return [info(sku)];
    case 'stock':
      return [stock];
    case 'order':
      return [{ tool: 'track_shipment', arguments: { order_id: order } }];
    case 'delivery':
      return [delivery];
    case 'several':
      return [
        ...(/多少|价格|much|price/.test(sentence) ? [info(sku)] : []),
        stock,
        ...(/送到|delivery|arrive/.test(sentence) ? [delivery] : []),
      ];
    case 'weighing':
      return [info(sku), info(other)];
    // What is found depends on the words that a model searches for.
    case 'search':
    case 'small talk':
      return [];
  }
}
