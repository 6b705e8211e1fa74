/**
 * How hard a message is, 0 to 1, by what it looks like: no model is asked, a microsecond or two. The weights were set on
 * the shop mix of `npm run bench -- route`; they add up and are cut at 1.
 */
export const complexityWeights = {
  /** More than 60 characters; each of Chinese says about as much as three of English, so those count as three. */
  long: 0.15,
  /** More than 240 of them. */
  veryLong: 0.15,
  /** Two questions in one message. */
  twoQuestions: 0.15,
  /** Three or more. */
  manyQuestions: 0.15,
  /** Words that ask for weighing up, of each kind that occurs. */
  reasoning: 0.35,
  /** A second kind of reasoning word. */
  moreReasoning: 0.15,
  /** Two products or more are named. */
  severalProducts: 0.2,
  /** Three domains or more are needed: product, stock, price, delivery, order. */
  severalDomains: 0.2,
} as const;

export type ComplexityReason = keyof typeof complexityWeights;

export interface Complexity {
  /** 0 (plain) to 1. */
  readonly score: number;
  readonly reasons: readonly ComplexityReason[];
}

const questionMarks = /[?\uFF1F]+/g;
const questionWords =
  /多少|几天|什么时候|有没有|有货吗|能不能|哪|how much|how many|when|which|is there|can (?:i|you)/gi;
const reasoningKinds: readonly RegExp[] = [
  /比较|对比|区别|差别|相比|哪个更|哪款更|更划算|compare|difference|versus|\bvs\b|better|worth it/i,
  /为什么|怎么会|原因|why\b|how come|explain|解释/i,
  /推荐|建议|适合|怎么选|该买|recommend|suggest|should i|suitable|best for/i,
  /如果|假如|要是|除非|\bif\b|unless|assuming|otherwise|否则/i,
  /预算|一共|总共|凑|分别|budget|in total|altogether|respectively|combine/i,
];
const domains: readonly RegExp[] = [
  /参数|规格|配置|功能|spec|feature|detail/i,
  /有货|库存|现货|缺货|stock|available|availability/i,
  /多少钱|价格|优惠|打折|券|便宜|price|cost|discount|coupon|cheap/i,
  /送到|配送|到货|多久|快递|deliver|ship|arrive/i,
  /订单|物流|包裹|退|换|order|parcel|return|refund/i,
];
const product = /SKU-[A-Z0-9-]+/gi;
const han = /\p{Script=Han}/gu;

/** See `complexityWeights`; `reasons` name what was found, in their order. */
export function complexityOf(text: string): Complexity {
  const length = text.length + 2 * count(text, han);
  const questions = Math.max(count(text, questionMarks), count(text, questionWords));
  const reasoning = reasoningKinds.filter((kind) => kind.test(text)).length;
  const products = new Set(text.match(product)?.map((sku) => sku.toUpperCase())).size;
  const found: Record<ComplexityReason, boolean> = {
    long: length > 60,
    veryLong: length > 240,
    twoQuestions: questions >= 2,
    manyQuestions: questions >= 3,
    reasoning: reasoning >= 1,
    moreReasoning: reasoning >= 2,
    severalProducts: products >= 2,
    severalDomains: domains.filter((domain) => domain.test(text)).length >= 3,
  };
  const reasons = (Object.keys(found) as ComplexityReason[]).filter((reason) => found[reason]);
  const sum = reasons.reduce((total, reason) => total + complexityWeights[reason], 0);
  return { score: Math.min(1, Math.round(sum * 100) / 100), reasons };
}

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
