import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { model, play, shopResults, shopTools, system, user } from '../testing.ts';

const questions = [
  'SKU-2024-888 多少钱?用WELCOME10券能便宜多少,上海有货吗,广州什么时候能到?',
  'Tell me about SKU-2024-888: price, stock in Shanghai, and when would it arrive in Wuhan?',
  'ORD-2024-0003到哪了?',
  'Where is my order ORD-2024-0003?',
  '推荐一款5000元以下的笔记本',
  'recommend a laptop under 5000 yuan',
  'SKU-2024-888和SKU-2024-001北京有货吗',
  'What would SAVE100 take off a price of 1299.50 yuan?',
  '帮我预留SKU-2024-888到上海',
  'Please reserve SKU-2024-888 in Wuhan',
];

const money = fc.record(
  {
    currency_code: fc.constantFrom('CNY', 'USD', ''),
    units: fc.oneof(fc.integer({ min: -9999, max: 99999 }).map(String), fc.nat(99999)),
    nanos: fc.nat(99).map((cents) => cents * 10_000_000),
  },
  { requiredKeys: [] },
);
const time = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const said = fc.oneof(
  fc.constantFrom('', 'Phone X2', '6.7 英寸', 'A', '上海'),
  fc.record({ zh: fc.string(), en: fc.string() }),
);
const garbage = fc.anything({ maxDepth: 1, withNullPrototype: false, withBigInt: false });
const figure = fc.oneof(fc.nat(10_000), fc.nat(10_000).map(String));

/** Any result a tool might send: every field of every tool, each there, missing, or of a shape nobody expects. */
const result = fc.record(
  {
    sku: fc.oneof(said, garbage),
    name: fc.oneof(said, garbage),
    description: said,
    price: fc.oneof(money, garbage),
    specs: fc.oneof(fc.dictionary(fc.string(), fc.oneof(figure, said)), garbage),
    total: fc.oneof(figure, garbage),
    warehouses: fc.oneof(
      fc.array(fc.record({ city: said, quantity: figure, distance_km: figure }, { requiredKeys: [] })),
      garbage,
    ),
    restock_time: fc.oneof(time, garbage),
    original_price: money,
    final_price: fc.oneof(money, garbage),
    reductions: fc.oneof(fc.array(fc.record({ kind: said, code: said, amount: money }, { requiredKeys: [] })), garbage),
    coupon_rejection: fc.oneof(fc.constantFrom('COUPON_EXPIRED', 'expired'), said, garbage),
    status: fc.constantFrom('in_transit', 'SHIPMENT_STATUS_DELIVERED', 'lost'),
    carrier: said,
    events: fc.oneof(fc.array(fc.record({ time, city: said, description: said }, { requiredKeys: [] })), garbage),
    estimated_delivery_time: fc.oneof(time, garbage),
    earliest_time: time,
    latest_time: fc.oneof(time, garbage),
    in_stock: fc.boolean(),
    reservation_id: said,
    quantity: fc.oneof(figure, garbage),
    expire_time: fc.oneof(time, garbage),
    products: fc.oneof(fc.array(fc.record({ sku: said, name: said, price: money }, { requiredKeys: [] })), garbage),
  },
  { requiredKeys: [] },
);
const failure = fc
  .constantFrom('tool_timeout', 'not_found', 'tool_failed')
  .map((kind) => ({ error: { kind, message: 'x 42' } }));

const numbersIn = (text: string): number[] => (text.match(/\d+(?:\.\d+)?/g) ?? []).map(Number);

/** Sums of money as decimals, found without the code under test. */
function sumsIn(value: unknown): number[] {
  if (typeof value !== 'object' || value === null) return [];
  const { units = 0, nanos = 0 } = value as { units?: unknown; nanos?: unknown };
  const sum = Number(`${Math.abs(Number(units))}.${String(Math.abs(Number(nanos))).padStart(9, '0')}`);
  return [...(Number.isNaN(sum) ? [] : [sum]), ...Object.values(value).flatMap(sumsIn)];
}

describe('the answer', () => {
  it('holds no figure that no tool result holds', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...questions),
        fc.array(fc.oneof({ weight: 4, arbitrary: result }, { weight: 1, arbitrary: failure }), {
          minLength: shopTools.length,
          maxLength: shopTools.length,
        }),
        (question, results) => {
          const given: unknown[] = [];
          const by = Object.fromEntries(
            shopTools.map(({ name }, at) => [
              name,
              () => {
                const answer: unknown = JSON.parse(JSON.stringify(results[at]));
                given.push(answer);
                return answer;
              },
            ]),
          );
          const { text } = play([user(question)], by);
          const told = given.filter((one) => !(one as { error?: unknown }).error);
          const allowed = new Set([...numbersIn(JSON.stringify(told)), ...sumsIn(told)]);
          // Names the shopper gave are no figures.
          const figures = numbersIn(text.replaceAll(/(?:SKU|ORD)-[\d-]+|WELCOME10|SAVE100|(?<=\d),(?=\d{3})/g, ''));
          expect(figures.filter((figure) => !allowed.has(figure))).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is in the language of the question', () => {
    expect(play([user('SKU-2024-888 上海有货吗?')]).text).toContain('有货，共42件');
    expect(play([user('Is SKU-2024-888 in stock in Shanghai?')]).text).toContain(
      'is in stock in Shanghai, 42 available',
    );
  });

  it('tells the discounted price as the tool has worked it out', () => {
    const { text } = play([user('SKU-2024-888用WELCOME10多少钱')]);
    expect(text).toContain('优惠后¥3,599.10');
    expect(text).toContain('WELCOME10省¥399.90');
  });

  it.each([
    ['tool_timeout', 'SKU-2024-888 上海有货吗?', '查询超时'],
    ['not_found', 'SKU-2024-888 上海有货吗?', '没有查到'],
    ['tool_failed', 'SKU-2024-888 上海有货吗?', '暂时查询不了'],
    ['tool_timeout', 'Is SKU-2024-888 in stock in Shanghai?', 'could not be fetched in time'],
    ['not_found', 'Is SKU-2024-888 in stock in Shanghai?', 'was not found'],
    ['overloaded', 'Is SKU-2024-888 in stock in Shanghai?', 'cannot be looked up right now'],
  ])('says honestly when a tool answers %s to %s', (kind, question, words) => {
    const { text } = play([user(question)], { check_inventory: () => ({ error: { kind, message: 'no' } }) });
    expect(text).toContain(words);
    expect(text).toContain('SKU-2024-888');
  });

  it('gives the part that is known when another part failed', () => {
    const results = { ...shopResults, check_inventory: () => ({ error: { kind: 'tool_timeout', message: '' } }) };
    const { text } = play([user('SKU-2024-888多少钱?上海有货吗?')], results);
    expect(text).toContain('¥3,999');
    expect(text).toContain('查询超时');
  });

  it('asks for no discount on a price it could not get', () => {
    const results = { ...shopResults, get_product_info: () => ({ error: { kind: 'not_found', message: '' } }) };
    const { steps, text } = play([user('SKU-2024-999用WELCOME10多少钱')], results);
    expect(steps).toEqual([['get_product_info(SKU-2024-999)']]);
    expect(text).toContain('没有查到');
  });

  it('names the reason why a coupon did not count', () => {
    const results = {
      ...shopResults,
      calculate_discount: () => ({
        final_price: { currency_code: 'CNY', units: '3999' },
        coupon_rejection: { reason: 'COUPON_REJECTION_EXPIRED', description: { zh: '已过期', en: 'expired' } },
      }),
    };
    expect(play([user('SKU-2024-888用OLD2020多少钱')], results).text).toContain('已过期');
  });

  it('calls nothing in stock that the result does not count', () => {
    const results = { check_inventory: () => ({ sku: 'SKU-2024-888', restock_time: '2026-02-01T00:00:00Z' }) };
    const { text } = play([user('SKU-2024-888 上海有货吗?')], results);
    expect(text).toContain('没有查到 SKU-2024-888 在上海的可用库存');
    expect(text).toContain('预计2026-02-01 00:00补货');
  });

  it.each([
    ['帮我预留2件SKU-2024-888到上海', '已预留 2 件 SKU-2024-888 在上海，预留号 R-1AB，保留至2026-01-02 08:15'],
    ['reserve 2 of SKU-2024-888 in Shanghai', '2 of SKU-2024-888 in Shanghai reserved as R-1AB'],
  ])('tells what was reserved after %j', (question, told) => {
    expect(play([user(question)]).text).toContain(told);
  });

  it.each([
    [{ error: 'conflict', message: '1 are free.' }, '剩余数量不够'],
    [{ error: 'forbidden', message: 'No.' }, '没有权限'],
    [{ error: 'unknown_shopper', message: 'Who?' }, '登录'],
    [{ error: 'skipped', message: 'One at a time.' }, '上一项确认'],
  ])('tells why %j was not reserved, also to who only said yes', (result, told) => {
    const asked = { id: 'call_1', name: 'reserve_stock', arguments: '{"sku":"SKU-2024-888","city":"上海"}' };
    const answered = { role: 'tool', callId: 'call_1', content: JSON.stringify(result) } as const;
    const { steps, text } = play([user('好的'), model('', asked), answered]);
    expect(steps).toEqual([]);
    expect(text).toContain(told);
    expect(text).toContain('SKU-2024-888');
  });

  it('says nothing of a call that is held, and the rest', () => {
    const results = { ...shopResults, reserve_stock: () => ({ held: true, message: 'Not done yet.' }) };
    const { text } = play([user('SKU-2024-888多少钱?帮我预留2件到上海')], results);
    expect(text).toContain('¥3,999');
    expect(text).not.toContain('预留');
  });

  const reader = (locale: string) =>
    system(`Shop time: 2026-01-02 10:00 (Friday), time zone Asia/Shanghai\nShopper locale: ${locale}`);

  it.each([
    ['zh-CN', 'Is SKU-2024-888 in stock in Shanghai?', 'SKU-2024-888 在上海有货，共42件'],
    ['en-GB', 'SKU-2024-888 上海有货吗？', 'SKU-2024-888 is in stock in Shanghai, 42 available'],
    ['zh-CN', 'SKU-2024-888', '星云手机（SKU-2024-888）的价格是¥3,999'],
  ])('is in the language of the locale %s, whatever %j is in', (locale, question, told) => {
    expect(play([reader(locale), user(question)]).text).toContain(told);
  });

  it('says times as the results do, and days where days were asked for', () => {
    const window = { earliest_time: '2026-01-04T01:00:00Z', latest_time: '2026-01-05T12:00:00Z', in_stock: true };
    const told = { earliest_time_local: '1月4日（周日）上午9点', latest_time_local: '1月5日（周一）晚上8点' };
    const results = { estimate_delivery: () => ({ ...window, ...told }) };
    const said = (question: string) => play([reader('zh-CN'), user(question)], results).text;
    expect(said('SKU-2024-888什么时候能送到广州')).toBe(
      'SKU-2024-888 预计1月4日（周日）上午9点到1月5日（周一）晚上8点之间送到广州。',
    );
    expect(said('SKU-2024-888送到广州要几天')).toContain('预计2到3天后送到广州');
  });

  it('says which cities are served if one is not', () => {
    const message = 'The shop does not deliver to 杭州. It delivers to 北京, 上海.';
    const results = {
      check_inventory: () => ({ error: 'not_found', message, resource: { type: 'city', name: '杭州' } }),
    };
    expect(play([reader('zh-CN'), user('SKU-2024-888 杭州有货吗')], results).text).toContain(
      '可以送达的城市有：北京、上海',
    );
    expect(play([reader('en'), user('SKU-2024-888 杭州有货吗')], results).text).toContain(
      'We deliver to Beijing and Shanghai',
    );
  });

  it('greets once in a conversation, and takes a nod for no thanks', () => {
    const before = [user('你好'), model('您好！')];
    expect(play([...before, user('你好')]).text).not.toContain('您好');
    expect(play([user('好的')]).text).not.toMatch(/不用谢|不客气/);
  });

  it('ends a list before the next sentence begins', () => {
    const products = [
      { sku: 'SKU-1', name: 'A' },
      { sku: 'SKU-2', name: 'B' },
    ];
    const results = { search_products: () => ({ products, next_page_token: 'more' }) };
    expect(play([user('推荐手机')], results).text).toMatch(/\n- B（SKU-2）\n\n还有更多/);
  });

  it('reserves nothing without the tool', () => {
    const tools = shopTools.filter(({ name }) => name !== 'reserve_stock');
    const { steps, text } = play([user('帮我预留2件SKU-2024-888到上海')], shopResults, { tools });
    expect(steps).toEqual([]);
    expect(text).toContain('不能预留');
  });

  it('admits that a tool was not offered', () => {
    const { steps, text } = play([user('SKU-2024-888 上海有货吗?')], {}, { tools: [] });
    expect(steps).toEqual([]);
    expect(text).toContain('没有查询库存的工具');
  });
});
