import { describe, expect, it } from '@jest/globals';
import type { ModelTool } from '@turnfleet/model';
import { model, play, shopResults, shopTools, system, user } from '../testing.ts';

const phone = 'get_product_info(SKU-2024-888)';
const discount = (level: string, coupon?: string): string =>
  `calculate_discount(CNY 3999, ${[level, ...(coupon ? [coupon] : [])].join(', ')})`;

/** A question and the tool calls it takes, step by step. */
const alone: readonly (readonly [string, readonly (readonly string[])[]])[] = [
  // slips and other ways to write
  ['sku2024888上海有貨嗎', [['check_inventory(SKU-2024-888, 上海)']]],
  ['is sku 2024 888 avalible in shangai', [['check_inventory(SKU-2024-888, Shanghai)']]],
  ['where is ord20240003', [['track_shipment(ORD-2024-0003)']]],
  ['If I order SKU-2024-888 now, when does it get to Wuhan?', [['estimate_delivery(SKU-2024-888, Wuhan)']]],
  // stock
  ['SKU-2024-888 上海有货吗?', [['check_inventory(SKU-2024-888, 上海)']]],
  ['sku-2024-888上海还有货吗', [['check_inventory(SKU-2024-888, 上海)']]],
  ['ＳＫＵ－２０２４－８８８ 上海有货吗？', [['check_inventory(SKU-2024-888, 上海)']]],
  ['请问北京仓库SKU-2024-001的库存还有多少?', [['check_inventory(SKU-2024-001, 北京)']]],
  ['SKU-2024-888, 上海', [['check_inventory(SKU-2024-888, 上海)']]],
  ['Is SKU-2024-888 in stock in Shanghai?', [['check_inventory(SKU-2024-888, Shanghai)']]],
  ['is sku 2024-888 available in beijing', [['check_inventory(SKU-2024-888, Beijing)']]],
  ['do you have SKU-2024-888 in Beijing?', [['check_inventory(SKU-2024-888, Beijing)']]],
  ['How many SKU-2024-888 are left in Wuhan?', [['check_inventory(SKU-2024-888, Wuhan)']]],
  ['Is SKU-2024-888 in stock in 上海?', [['check_inventory(SKU-2024-888, 上海)']]],
  ['SKU-2024-888 在 Guangzhou 有现货吗', [['check_inventory(SKU-2024-888, Guangzhou)']]],
  ['SKU-2024-888 杭州有货吗', [['check_inventory(SKU-2024-888, 杭州)']]],
  ['Is SKU-2024-888 in stock in Springfield?', [['check_inventory(SKU-2024-888, Springfield)']]],
  [
    'SKU-2024-888和SKU-2024-001上海有货吗',
    [['check_inventory(SKU-2024-888, 上海)', 'check_inventory(SKU-2024-001, 上海)']],
  ],
  ['SKU-2024-888 北京和上海都有货吗', [['check_inventory(SKU-2024-888, 北京)', 'check_inventory(SKU-2024-888, 上海)']]],
  [
    'SKU-2024-888上海有货吗?SKU-2024-001呢?',
    [['check_inventory(SKU-2024-888, 上海)', 'check_inventory(SKU-2024-001, 上海)']],
  ],
  [
    'Is SKU-2024-888 in stock in Shanghai? And SKU-2024-001?',
    [['check_inventory(SKU-2024-888, Shanghai)', 'check_inventory(SKU-2024-001, Shanghai)']],
  ],
  // reservations
  ['帮我预留两件 SKU-2024-888 到上海', [['reserve_stock(SKU-2024-888, 上海, 2)']]],
  ['预订2台SKU-2024-888送到北京', [['reserve_stock(SKU-2024-888, 北京, 2)']]],
  ['给我留一个SKU-2024-888,武汉', [['reserve_stock(SKU-2024-888, 武汉, 1)']]],
  ['reserve 2 of SKU-2024-888 in Shanghai', [['reserve_stock(SKU-2024-888, Shanghai, 2)']]],
  ['Please reserve SKU-2024-888 in Beijing', [['reserve_stock(SKU-2024-888, Beijing, 1)']]],
  ['Could you set aside three pieces of SKU-2024-888 in Wuhan?', [['reserve_stock(SKU-2024-888, Wuhan, 3)']]],
  ['SKU-2024-888多少钱?帮我预留十二件到上海', [[phone, 'reserve_stock(SKU-2024-888, 上海, 12)']]],
  ['SKU-2024-888我要买2台，送到北京', [['reserve_stock(SKU-2024-888, 北京, 2)']]],
  ['I want to buy a dozen of SKU-2024-888, ship to Wuhan', [['reserve_stock(SKU-2024-888, Wuhan, 12)']]],
  ['想要一台游戏本', [['search_products(游戏本)']]],
  // price and details
  ['SKU-2024-888多少钱', [[phone]]],
  ['How much does SKU-2024-888 cost?', [[phone]]],
  ["What's the price of SKU-2024-888?", [[phone]]],
  ['介绍一下SKU-2024-888的参数', [[phone]]],
  ['Tell me about SKU-2024-888', [[phone]]],
  ['SKU-2024-888', [[phone]]],
  ['Compare SKU-2024-888 and SKU-2024-001', [[phone, 'get_product_info(SKU-2024-001)']]],
  // several questions in one message
  ['SKU-2024-888的价格和上海的库存', [[phone, 'check_inventory(SKU-2024-888, 上海)']]],
  ['price of SKU-2024-888 and stock of SKU-2024-001 in Shanghai', [[phone, 'check_inventory(SKU-2024-001, Shanghai)']]],
  [
    'SKU-2024-888 多少钱?用WELCOME10券能便宜多少,上海有货吗,广州什么时候能到?',
    [
      [phone, 'check_inventory(SKU-2024-888, 上海)', 'estimate_delivery(SKU-2024-888, 广州)'],
      [discount('regular', 'WELCOME10')],
    ],
  ],
  [
    'How long does delivery of SKU-2024-888 to Shenzhen take, and how much would I save with coupon SAVE100?',
    [['estimate_delivery(SKU-2024-888, Shenzhen)', phone], [discount('regular', 'SAVE100')]],
  ],
  ['ORD-2024-0003到哪了?另外SKU-2024-888多少钱?', [['track_shipment(ORD-2024-0003)', phone]]],
  // discounts
  ['SKU-2024-888用WELCOME10多少钱', [[phone], [discount('regular', 'WELCOME10')]]],
  ['SKU-2024-888 with coupon welcome10?', [[phone], [discount('regular', 'WELCOME10')]]],
  ['我是金牌会员,SKU-2024-888有什么优惠', [[phone], [discount('gold')]]],
  ["What's the silver member price of SKU-2024-888?", [[phone], [discount('silver')]]],
  ['原价5000元,金牌会员用SAVE100多少钱?', [['calculate_discount(CNY 5000, gold, SAVE100)']]],
  ['What would SAVE100 take off a price of 1,299.50 yuan?', [['calculate_discount(CNY 1299.50, regular, SAVE100)']]],
  // shipments
  ['Where is my order ORD-2024-0003?', [['track_shipment(ORD-2024-0003)']]],
  ['ORD-2024-0003什么时候到', [['track_shipment(ORD-2024-0003)']]],
  ['帮我查下ORD-2024-0001和ORD-2024-0002的物流', [['track_shipment(ORD-2024-0001)', 'track_shipment(ORD-2024-0002)']]],
  ['Has ORD-2024-0007 been delivered yet?', [['track_shipment(ORD-2024-0007)']]],
  // delivery
  ['SKU-2024-888广州什么时候能到?', [['estimate_delivery(SKU-2024-888, 广州)']]],
  ['When would SKU-2024-888 arrive in Chengdu?', [['estimate_delivery(SKU-2024-888, Chengdu)']]],
  ['SKU-2024-888寄到武汉要几天', [['estimate_delivery(SKU-2024-888, 武汉)']]],
  // search
  ['recommend a laptop under 5000 yuan', [['search_products(laptop, CNY 5000)']]],
  ['有没有五千元以下的笔记本?', [['search_products(笔记本, CNY 5000)']]],
  ['推荐一款3000左右的蓝牙耳机', [['search_products(蓝牙耳机, CNY 3000)']]],
  ['想买个手机,预算两千五', [['search_products(手机, CNY 2500)']]],
  ['find me headphones, at most $200', [['search_products(headphones, USD 200)']]],
  ['I want to buy a watch within 3 days', [['search_products(watch)']]],
  ['手机', [['search_products(手机)']]],
  ['How much is the iPhone 15 Pro?', [['search_products(iPhone 15 Pro)']]],
  ['这款手机多少钱?用WELCOME10券能便宜多少,广州什么时候能到?', [['search_products(手机)']]],
];

describe('a question on its own', () => {
  it.each(alone)('%s', (question, steps) => {
    expect(play([user(question)]).steps).toEqual(steps);
  });

  it.each([
    ['你好', '您好'],
    ['Hello!', 'H'],
    ['谢谢', '不'],
    ['thanks a lot', 'y'],
    ['今天天气怎么样?', '抱歉'],
    ['What is the capital of France?', 'Sorry'],
    ['What is your opinion on politics', 'Sorry'],
    ['你是谁', '我是'],
    ['好的', '好的'],
    ['yes', 'All right'],
    ['我要退货', '人工客服'],
    ['我要投诉订单ORD-2024-0003', '人工客服，并提供订单号 ORD-2024-0003'],
    ['取消订单ORD-2024-0003', '人工客服'],
    ['The phone I got is broken', 'our staff'],
    ['帮我预留一百件SKU-2024-888到上海', '一次最多预留99件'],
    ['帮我预留1.5件SKU-2024-888到上海', '不能是1.5件'],
    ['reserve -2 of SKU-2024-888 in Shanghai', 'not -2'],
    ['SKU-2024-888用优惠券能便宜多少', '请告诉我优惠券码'],
    ['I want to talk to a human', 'our staff'],
    ['不用了,谢谢', '好'],
    ['No, thanks', 'l'],
    ['帮我预留两件SKU-2024-888', '请告诉我所在的城市'],
    ['SKU 有货吗', '请告诉我商品编号'],
    ['我的快递到哪了', '请告诉我订单号'],
    ['SKU-2024-888有货吗', '请告诉我所在的城市'],
    ['Is it in stock?', 'Which product'],
  ])('%s is answered without a tool', (question, beginning) => {
    const { steps, text } = play([user(question)]);
    expect(steps).toEqual([]);
    expect(text).toContain(beginning);
  });
});

const stockAsked = [user('SKU-2024-888 上海有货吗?'), model('SKU-2024-888在上海有货。')];
const listed = [user('推荐笔记本'), model('为您找到:\n- 轻舟(SKU-2024-301) ¥4599\n- 远山(SKU-2024-302) ¥3899')];

describe('a question that goes on with earlier messages', () => {
  it.each([
    [stockAsked, '那北京呢?', [['check_inventory(SKU-2024-888, 北京)']]],
    [stockAsked, 'SKU-2024-001呢?', [['check_inventory(SKU-2024-001, 上海)']]],
    [stockAsked, '多少钱?', [[phone]]],
    [stockAsked, '它怎么样', [[phone]]],
    [stockAsked, '什么时候能送到成都', [['estimate_delivery(SKU-2024-888, 成都)']]],
    [stockAsked, '还有多少', [['check_inventory(SKU-2024-888, 上海)']]],
    [
      stockAsked,
      '这款手机多少钱?用WELCOME10券能便宜多少,广州什么时候能到?',
      [[phone, 'estimate_delivery(SKU-2024-888, 广州)'], [discount('regular', 'WELCOME10')]],
    ],
    [
      [user('Is SKU-2024-888 in stock in Shanghai?'), model('Yes.')],
      'how about Beijing?',
      [['check_inventory(SKU-2024-888, Beijing)']],
    ],
    [[user('Price of SKU-2024-888?'), model('…')], 'What about SKU-2024-001?', [['get_product_info(SKU-2024-001)']]],
    [
      [user('SKU-2024-888用WELCOME10多少钱'), model('…')],
      '用券后到手价多少',
      [[phone], [discount('regular', 'WELCOME10')]],
    ],
    [[user('ORD-2024-0003到哪了'), model('…')], '我的快递今天能到吗', [['track_shipment(ORD-2024-0003)']]],
    [stockAsked, '那我要买2台', [['reserve_stock(SKU-2024-888, 上海, 2)']]],
    [stockAsked, '我是金卡', [[phone], [discount('gold')]]],
    [
      [user('帮我预留两件SKU-2024-888'), model('请告诉我所在的城市，我才能为您查询。')],
      '上海',
      [['reserve_stock(SKU-2024-888, 上海, 2)']],
    ],
    [
      [user('我的快递到哪了'), model('请告诉我订单号，我马上为您查询物流。')],
      'ORD-2024-0003',
      [['track_shipment(ORD-2024-0003)']],
    ],
    [
      [user('ORD-2024-0003到哪了'), model('…'), ...stockAsked],
      '那个订单什么时候到',
      [['track_shipment(ORD-2024-0003)']],
    ],
    [[user('ORD-2024-0003到哪了'), model('…')], '什么时候能到', [['track_shipment(ORD-2024-0003)']]],
    [listed, '最便宜的多少钱', [['get_product_info(SKU-2024-302)']]],
    [listed, '第二款多少钱?', [['get_product_info(SKU-2024-302)']]],
    [listed, '3000以下的呢?', [['search_products(笔记本, CNY 3000)']]],
    [listed, '多少钱?', []],
    [[...stockAsked, ...listed], '第一款上海有货吗', [['check_inventory(SKU-2024-301, 上海)']]],
    [stockAsked, '帮我预留3件', [['reserve_stock(SKU-2024-888, 上海, 3)']]],
    [[...stockAsked, user('帮我预留3件'), model('请确认…')], '那北京呢', [['check_inventory(SKU-2024-888, 北京)']]],
    [[...stockAsked, user('帮我预留3件'), model('请确认…')], '好的', []],
    [stockAsked, '今天天气怎么样?', []],
    [stockAsked, 'What is your return policy?', []],
  ])('case %#: %j, then %s', (before, question, steps) => {
    expect(play([...before, user(question)]).steps).toEqual(steps);
  });
});

describe('facts of the shopper in the system prompt', () => {
  const prompt = system('You help shoppers.\nShopper level: gold\nShopper city: 广州\nBe brief.');

  it('give the city a question leaves out', () => {
    expect(play([prompt, user('SKU-2024-888有货吗')]).steps).toEqual([['check_inventory(SKU-2024-888, 广州)']]);
  });

  it('yield to the city of the question', () => {
    expect(play([prompt, user('SKU-2024-888上海有货吗')]).steps).toEqual([['check_inventory(SKU-2024-888, 上海)']]);
  });

  it('give the level a discount depends on', () => {
    expect(play([prompt, user('SKU-2024-888用WELCOME10多少钱')]).steps).toEqual([
      [phone],
      [discount('gold', 'WELCOME10')],
    ]);
  });
});

describe('the profile of a shopper whom the shop knows', () => {
  const known = system('You help shoppers.\nShopper account: known, tools about the shopper can be used');
  const profile: ModelTool = { name: 'get_customer_profile', description: '', parameters: { type: 'object' } };
  const tools = [...shopTools, profile];
  const results = { ...shopResults, get_customer_profile: () => ({ default_city: '成都', level: 'silver' }) };
  const steps = (question: string, prompt = known) => play([prompt, user(question)], results, { tools }).steps;

  it('gives the city and the level that a question leaves out', () => {
    expect(steps('SKU-2024-888有货吗')).toEqual([['get_customer_profile()'], ['check_inventory(SKU-2024-888, 成都)']]);
    expect(steps('SKU-2024-888用WELCOME10多少钱')).toEqual([
      [phone],
      ['get_customer_profile()'],
      [discount('silver', 'WELCOME10')],
    ]);
  });

  it('is not asked for what the shopper said, nor for one whom nobody knows', () => {
    expect(steps('SKU-2024-888上海有货吗')).toEqual([['check_inventory(SKU-2024-888, 上海)']]);
    expect(steps('SKU-2024-888有货吗', system('You help shoppers.'))).toEqual([]);
  });

  it('that cannot be had leaves the question to the shopper', () => {
    const without = { ...shopResults, get_customer_profile: () => ({ error: 'failed' }) };
    const { steps: made, text } = play([known, user('SKU-2024-888有货吗')], without, { tools });
    expect(made).toEqual([['get_customer_profile()']]);
    expect(text).toContain('城市');
  });
});

describe('a product that is only described', () => {
  it('is looked up by its words, and used when there is just one', () => {
    const one = {
      search_products: () => ({ products: [{ sku: 'SKU-2024-777' }] }),
      check_inventory: () => ({ total: 3 }),
    };
    expect(play([user('上海有手机卖吗,iPhone 15有货吗')], one).steps.flat()).toContain(
      'check_inventory(SKU-2024-777, 上海)',
    );
  });
});
