import type { Entities } from './entities.ts';
import { searchWords } from './product-words.ts';

/** What a shopper can want. Each is answered by one tool, some after another one. */
export type IntentName = 'reserve' | 'track' | 'inventory' | 'price' | 'details' | 'discount' | 'delivery' | 'search';

interface Intent {
  readonly name: IntentName;
  readonly words: RegExp;
  /** Reads the intent from what is named, where no word says it. */
  readonly named?: (entities: Entities, words: string) => boolean;
  /** True where the words mean something else in this company. */
  readonly unless?: (entities: Entities, others: readonly IntentName[]) => boolean;
}

const hasSku = (entities: Entities): boolean => entities.skus.length > 0;
const buying =
  /买|购|下单|我要|我想要|要了|(?:要|来)(?=\s?[\d一二两三四五六七八九十])|\b(?:buy|purchase|take|give me|i want|i need)\b|\border (?=\d|one|two|three|a )/i;
/** So many of what is named, or of what was spoken of: not of what is only described, which is looked for first. */
const wantsPieces = (entities: Entities, words: string): boolean =>
  entities.quantity !== null &&
  (buying.test(words) || entities.cities.length > 0) &&
  (hasSku(entities) || searchWords(words) === '');
const hasOrder = (entities: Entities): boolean => entities.orderIds.length > 0;

/** In order: an intent's `unless` sees those before it. */
const intents: readonly Intent[] = [
  {
    name: 'reserve',
    words: /预留|预订|预定|留货|(?:帮|给|替)我留|\breserve\b|\bset aside\b|\bput aside\b|\bhold\b.*\bfor me\b/i,
  },
  {
    name: 'track',
    words:
      /订单|快递|物流|包裹|运单|单号|还没[到收]|没收到|\b(?:not|hasn't|hasnt) arrived\b|\b(?:not|haven't) received\b|\b(?:my|the|this|that|an?) (?:order|parcel|package|shipment)\b|\btrack(?:ing)?\b|\border (?:status|number|id)\b|\bwhere(?:'s| is) my\b/i,
    named: hasOrder,
  },
  {
    name: 'inventory',
    words:
      /(?:有|没|无|缺|断|补|到|现|存)货|库存|有现|还有(?:吗|没|多少|几)|还剩|能买到|买得到|\b(?:in|out of) stock\b|\bstocks?\b|\bavailab(?:le|ility)\b|\binventory\b|\brestock\w*|\bhow many\b.*\b(?:left|have|are there)\b|\bsold out\b/i,
    unless: (entities) => hasOrder(entities),
  },
  {
    name: 'discount',
    words:
      /优惠|折扣|打折|打几折|(?:能|可以|会|更)便宜|便宜(?:多少|[点些](?!的))|活动|促销|券|满减|折后|券后|到手价|会员价|\bcoupons?\b|\bvouchers?\b|\bdiscount\w*|\bpromo\w*|\bcheaper with\b|\bsav(?:e|ings?)\b|\bmoney off\b|\b(?:member|gold|silver) price\b/i,
    named: (entities) => entities.coupon !== null,
  },
  {
    name: 'price',
    words:
      /多少钱|多钱|价格|价钱|售价|单价|什么价|啥价|报价|怎么卖|贵(?:吗|不贵)|哪个(?:更)?便宜|原价是?多少|\bprices?\b|\bpriced\b|\bcosts?\b|\bhow much\b(?! (?:(?:do|would|will|can|could) (?:i|we) save|cheaper|off|discount)\b)|\bhow expensive\b/i,
    unless: (_, others) => others.includes('track'),
  },
  {
    name: 'details',
    words:
      /介绍|参数|规格|配置|详情|详细|(?:产品|商品)信息|对比|比较|区别|\bspec\w*|\bdetails?\b|\btell me (?:more )?about\b|\bdescri\w*|\binformation\b|\bcompare\b|\bfeatures?\b/i,
  },
  {
    name: 'details',
    words: /怎么样|如何|什么(?:产品|商品|东西)|\bwhat(?:'s| is| are)\b|\bany good\b/i,
    unless: (_, others) => others.length > 0,
  },
  {
    name: 'delivery',
    words:
      /(?:什么时候|啥时候|何时|多久|几天|几号|哪天|多长时间|多快).{0,12}(?:到|送|发货|收)|送达|配送|送货|(?:能|可以)送|送不送|[能会]到(?![手货])|(?:送|寄|发|运)到|包邮|到货时间|(?:送|到)(?:要)?(?:多久|几天)|\bdeliver\w*|\barriv\w*|\bshipping\b|\bship(?:ped|s)? (?:to|in)\b|\bcoming\b|\bhow many days\b|\bget here\b|\bget it (?:to|in|by)\b|\bhow (?:long|soon|fast)\b|\bwhen (?:can|will|would|could|does)\b.*\b(?:get|receive|have|reach)\b/i,
    unless: (_, others) => others.includes('track') || others.includes('reserve'),
  },
  {
    name: 'reserve',
    words: /(?!)/,
    named: wantsPieces,
    unless: (_, others) => others.some((other) => other !== 'details'),
  },
  {
    name: 'search',
    words:
      /推荐|想买|想要|要买|有没有|有什么|有啥|有哪些|找一?[款台个部双件]|搜索?|哪[款些]|看看|\brecommend\w*|\bsuggest\w*|\blooking for\b|\bfind\b|\bsearch\b|\bshow me\b|\b(?:want|like) to buy\b|\bneed an?\b|\bdo you (?:have|sell|carry)\b|\bwhich\b|\bany\b.*\b(?:under|below)\b/i,
    unless: (entities, others) => hasSku(entities) || others.some((other) => other !== 'details'),
  },
];

/** What a clause asks for, in the order of `intents`. */
export function intentsIn(words: string, entities: Entities): IntentName[] {
  const found: IntentName[] = [];
  for (const intent of intents) {
    const meant = intent.words.test(words) || intent.named?.(entities, words) === true;
    if (meant && intent.unless?.(entities, found) !== true) found.push(intent.name);
  }
  return found;
}

/**
 * Intents without words for them: a product named with a place is a question of stock, alone one about itself; who only
 * says what member they are, of a product spoken of, wants to know what that saves.
 */
export function impliedIntents(entities: Entities, productKnown: boolean): IntentName[] {
  if (productKnown && entities.level !== null) return ['discount'];
  if (!hasSku(entities)) return [];
  return entities.cities.length > 0 ? ['inventory'] : ['details'];
}
