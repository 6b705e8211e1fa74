import { alone, by, type Conversation, type Line } from './conversation.ts';

/** Offers and positions of parcels, which an upset shopper does not want to read. */
const offers = /¥|为您找到|运输中|派送中|已签收|推荐|优惠|I found|on its way|out for delivery|recommend|discount/;
const handedOn = (says: string, ...tells: readonly (string | RegExp)[]): Line => [
  says,
  '',
  [/人工客服|our staff/, ...tells],
  { never: offers },
];

export const aboutAnythingElse: readonly Conversation[] = [
  ...alone(
    handedOn('我要投诉！你们的快递太差了'),
    handedOn('我要投诉订单 ORD-2024-0008', '抱歉'),
    handedOn('收到的手机是坏的', '抱歉'),
    handedOn('你们发错货了，我很生气', '抱歉'),
    handedOn('I want to complain about my order', /sorry/i),
    handedOn('The phone I got is broken!', /sorry/i),
    handedOn('This is terrible service', /sorry/i),
    handedOn('我要退货', '登录'),
    handedOn('订单 ORD-2024-0002 我想退款', '登录'),
    handedOn('I want to return order ORD-2024-0002', 'sign in'),
    handedOn('What is your return policy?', 'return'),
    handedOn('How do I get a refund?', 'sign in'),
    handedOn('转人工'),
    handedOn('我要找真人客服'),
    handedOn('I want to talk to a human'),
    handedOn('can I speak to a real person please'),
    ['你好', '', ['您好']],
    ['Hello!', '', [/hello|hi there/i]],
    ['好的', '', [], { never: /不用谢|不客气/ }],
    ['好的', '', [], { never: /不用谢|不客气/, locale: 'zh-CN' }],
    ['yes', '', [], { never: /welcome|pleasure/ }],
    ['谢谢', '', ['不']],
    ['thx', '', [/welcome|pleasure/i]],
    ['再见', '', ['再见']],
    ['今天天气怎么样？', '', ['抱歉']],
    ['What is the capital of France?', '', ['Sorry']],
    ['你是谁', '', ['客服']],
    ['who are you?', '', ['assistant']],
  ),
  [
    ['你好', '', ['您好']],
    ['SKU-2024-888 上海有货吗', 'check_inventory(SKU-2024-888, 上海)', ['92'], { never: /您好/ }],
    ['你好', '', [], { never: /^您好.*您好/s }],
    ['好的', '', [], { never: /不用谢|不客气/ }],
    ['好的，谢谢', '', ['不']],
  ],
  [
    ['I bought the wrong size, can I swap it?', '', ['our staff']],
    ['my order is ORD-2024-0004', 'track_shipment(ORD-2024-0004)', ['delivered']],
  ],
  ...alone(['有活动吗', '', ['SKU']]),
  by('U123463', [
    ['ORD-2024-0008 到哪了', 'track_shipment(ORD-2024-0008)', ['延误']],
    ['太慢了，我要投诉', 'file_complaint(****)', [/CMP-\d{4}-\d{4}/, '人工客服', '抱歉'], { never: offers }],
    ['转人工', '', ['人工客服'], { never: offers }],
  ]),
  [
    ['Is SKU-2024-888 in stock in Shanghai?', 'check_inventory(SKU-2024-888, Shanghai)', ['92'], { locale: 'en' }],
    ['那北京呢？', 'check_inventory(SKU-2024-888, 北京)', ['Beijing'], { locale: 'en', language: 'en' }],
  ],
  [
    ['SKU-2024-888 上海有货吗', 'check_inventory(SKU-2024-888, 上海)', ['92']],
    ['Beijing', 'check_inventory(SKU-2024-888, Beijing)', ['北京'], { language: 'zh' }],
    ['SKU-2024-801', '*', ['SKU-2024-801'], { language: 'zh' }],
    ['How much is it?', 'get_product_info(SKU-2024-801)', ['¥3,999'], { language: 'en' }],
  ],
  [
    [
      'SKU-2024-888 多少钱？用 WELCOME10 能便宜多少？上海有货吗，什么时候能送到广州？',
      'get_product_info(SKU-2024-888) + calculate_discount(6999, regular, WELCOME10) + check_inventory(SKU-2024-888, 上海) + estimate_delivery(SKU-2024-888, 广州)',
      ['¥6,299.10', '¥699.90', '92', '广州'],
    ],
  ],
  [
    [
      'How much is SKU-2024-888 with WELCOME10, is it in stock in Shanghai, and when would it arrive in Guangzhou?',
      'get_product_info(SKU-2024-888) + calculate_discount(6999, regular, WELCOME10) + check_inventory(SKU-2024-888, Shanghai) + estimate_delivery(SKU-2024-888, Guangzhou)',
      ['¥6,299.10', '92', 'Guangzhou'],
    ],
  ],
];
