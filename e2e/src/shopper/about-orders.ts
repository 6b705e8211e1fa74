import { alone, by, type Conversation } from './conversation.ts';

const track = (n: number): string => `track_shipment(ORD-2024-${String(n).padStart(4, '0')})`;
/** The first orders of the demo shop are its shoppers' in turn. */
const ownerOf = (n: number): string => `U${123456 + ((n - 1) % 8)}`;
const askedFor = (n: number, ...conversations: readonly Conversation[]): Conversation[] =>
  conversations.map((conversation) => by(ownerOf(n), conversation));
const zhTime = /\d+月\d+日（周.）(?:凌晨|早上|上午|中午|下午|晚上)\d+(?:点|:\d\d)/;
const enTime = /[A-Z][a-z]{2}, [A-Z][a-z]{2} \d+(?:, \d{4})?, \d+(?::\d\d)? [ap]m/;

export const aboutOrders: readonly Conversation[] = [
  ...askedFor(
    1,
    ...alone(
      ['ORD-2024-0001 到哪了', track(1), ['运输中', '长风物流', '深圳', zhTime]],
      ['Where is my order ORD-2024-0001?', track(1), ['on its way', 'Changfeng Logistics', 'Shenzhen', enTime]],
      ['where is ord20240001', track(1), ['Changfeng Logistics', enTime]],
      ['ORD-2024-0001', track(1), ['运输中', '长风物流'], { locale: 'zh-CN', language: 'zh' }],
      ['查下ORD-2024-0001和ORD-2024-0009', `${track(1)} + ${track(9)}`, ['运输中', '已签收']],
      ['How many days until ORD-2024-0001 arrives?', track(1), [/today|tomorrow|in \d+ days/]],
      [
        'ORD-2024-9999 到哪了',
        `${track(9999)} + get_order(ORD-2024-9999) + list_orders(50)`,
        ['没有', 'ORD-2024-9999'],
      ],
      [
        'Where is ORD-2024-9999?',
        `${track(9999)} + get_order(ORD-2024-9999) + list_orders(50)`,
        ['ORD-2024-9999', 'not'],
      ],
      [
        'ORD-2024-0002 到哪了',
        `${track(2)} + get_order(ORD-2024-0002) + list_orders(50)`,
        ['没有'],
        { never: /签收|驿达/ },
      ],
    ),
    [
      ['ORD-2024-0001 到哪了', track(1), ['运输中']],
      ['那个订单什么时候能到？', track(1), [zhTime]],
      ['SKU-2024-888多少钱', 'get_product_info(SKU-2024-888)', ['¥6,999']],
      ['那个订单是哪个快递', track(1), ['长风物流']],
    ],
    [
      ['ORD-2024-0001', track(1), ['运输中'], { locale: 'zh-CN', language: 'zh' }],
      ['什么时候送到啊？急', track(1), [zhTime]],
    ],
  ),
  ...askedFor(
    2,
    ...alone(
      ['帮我查一下订单 ord-2024-0002', track(2), ['已签收', '驿达快递', zhTime], { never: /预计/ }],
      ['Has ORD-2024-0002 been delivered?', track(2), ['delivered', 'Yida Courier']],
    ),
  ),
  ...askedFor(
    3,
    ...alone(
      ['ORD-2024-0003今天能到吗', track(3), ['派送中', zhTime]],
      ['ORD-2024-0003什么时候到', track(3), ['派送中', zhTime]],
      ['When will ORD-2024-0003 arrive?', track(3), ['out for delivery', enTime]],
      ['ORD-2024-0003 还有几天到', track(3), [/今天|明天|后天|\d+天后/]],
    ),
    [
      ['My order number is ORD-2024-0003', track(3), ['out for delivery']],
      ['when does that order arrive?', track(3), [enTime]],
      ['and ORD-2024-0011?', track(11), ['on its way']],
    ],
    [
      ['ORD-2024-0003 !!!', track(3), ['out for delivery']],
      ['is it coming today or tomorrow', track(3), [enTime]],
      ['how many days?', track(3), ['today']],
    ],
  ),
  ...askedFor(
    5,
    ...alone(
      ['ORD-2024-0005 发货了吗', `get_order(ORD-2024-0005) + ${track(5)}`, ['备货', '飞燕速运', zhTime]],
      [
        'Has ORD-2024-0005 shipped yet?',
        `get_order(ORD-2024-0005) + ${track(5)}`,
        ['being prepared', 'Feiyan Express', enTime],
      ],
    ),
  ),
  ...askedFor(
    8,
    ...alone(
      ['ORD-2024-0008 怎么还没到', track(8), ['延误', zhTime]],
      ['Why is ORD-2024-0008 late?', track(8), ['delayed', 'bad weather']],
    ),
    [
      ['ORD-2024-0008 到哪了', track(8), ['延误']],
      ['怎么这么慢', '', ['抱歉', '人工客服'], { never: /延误/ }],
    ],
  ),
  ...askedFor(
    10,
    ...alone(
      ['ORD-2024-0010 什么情况', track(10), ['退回']],
      ['What happened to ORD-2024-0010?', track(10), ['sent back']],
    ),
  ),
  ...alone(
    ['我的快递到哪了', '', ['订单号']],
    ['Where is my parcel?', '', ['order number']],
    ["where's my stuff??", '', ['order number']],
    ['ORD-2024-0001 到哪了', track(1), ['运输中']],
    ['Where is ORD-2024-0001?', track(1), ['on its way']],
  ),
  [
    ['可以改地址吗', '', ['人工客服', '登录']],
    ['取消订单', '', ['人工客服', '登录']],
  ],
  [
    ['Do you ship to Hong Kong? SKU-2024-888', 'estimate_delivery(SKU-2024-888, Hong Kong)', ['Hong Kong', 'Wuhan']],
    ['and to Chengdu?', 'estimate_delivery(SKU-2024-888, Chengdu)', ['Chengdu']],
    ['how many days?', 'estimate_delivery(SKU-2024-888, Chengdu)', [/in \d+|tomorrow/]],
    ['ok thanks bye', '', []],
  ],
  ...alone(['SKU-2024-888 12月5日前能到广州吗', 'estimate_delivery(SKU-2024-888, 广州)', [zhTime]]),
  [
    ['Please cancel my order ORD-2024-0005', '', ['our staff', 'sign in']],
    ['I need to change the delivery address', '', ['our staff']],
  ],
  [
    ['我上次买的那个还没到', '', ['订单号']],
    ['订单号是 ORD-2024-0008', track(8), ['延误']],
    ['怎么这么慢', '', ['抱歉', '人工客服'], { never: /延误/ }],
  ],
  ...alone(
    ['SKU-2024-888 送到广州要几天？', 'estimate_delivery(SKU-2024-888, 广州)', [/今天|明天|后天|\d+天/, '广州']],
    ['SKU-2024-888寄到武汉多久', 'estimate_delivery(SKU-2024-888, 武汉)', [/今天|明天|后天|\d+天/]],
    ['SKU-2024-888广州什么时候能到？', 'estimate_delivery(SKU-2024-888, 广州)', [zhTime]],
    ['When would SKU-2024-888 arrive in Chengdu?', 'estimate_delivery(SKU-2024-888, Chengdu)', [enTime, 'Chengdu']],
    [
      'How many days does delivery of SKU-2024-888 to Shenzhen take?',
      'estimate_delivery(SKU-2024-888, Shenzhen)',
      [/today|tomorrow|in \d+/],
    ],
    [
      'how long to deliver SKU-2024-888 to beijing',
      'estimate_delivery(SKU-2024-888, Beijing)',
      [/today|tomorrow|in \d+/],
    ],
    ['SKU-2024-113 送到武汉要多久', 'estimate_delivery(SKU-2024-113, 武汉)', ['缺货', /\d+天/]],
  ),
];
