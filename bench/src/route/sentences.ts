import type { QuestionClass } from './question.ts';

/** `{sku}`, `{other}`, `{city}`, `{order}`, `{coupon}`, `{budget}`, `{kind}` are filled in. */
type Sentences = Readonly<Record<QuestionClass, readonly string[]>>;

export const chinese: Sentences = {
  price: [
    '{sku} 多少钱?',
    '请问{sku}的价格是多少',
    '{sku}怎么卖的呀',
    '你好,{sku} 什么价?',
    '想问一下{sku}现在售价多少',
    '{sku}的单价',
    '麻烦报个价,{sku}',
  ],
  stock: [
    '{sku} {city}有货吗?',
    '{city}还有没有{sku}的现货',
    '请问{sku}在{city}还剩多少?',
    '{city}能买到{sku}吗',
    '帮我看看{city}的{sku}库存',
    '{sku}在{city}是不是缺货了',
  ],
  order: [
    '我的订单{order}到哪了?',
    '{order} 发货了吗',
    '帮我查一下物流,{order}',
    '{order}什么时候能到?',
    '快递{order}现在在哪里',
    '查下订单{order}的状态',
  ],
  delivery: [
    '{sku} 送到{city}要多久?',
    '现在下单{sku},几天能送到{city}',
    '{city}什么时候能收到{sku}?',
    '{sku}寄到{city}大概几天',
    '{sku}配送到{city}多长时间',
  ],
  details: ['介绍一下{sku}', '{sku}的参数是什么', '{sku}有哪些规格?', '想了解{sku}的详细信息', '{sku}的配置怎么样'],
  discount: [
    '{sku}用{coupon}多少钱?',
    '{sku} 能用优惠券{coupon}吗,优惠后多少钱',
    '买{sku}用券{coupon}能便宜多少',
    '{sku}用{coupon}折后价是多少',
  ],
  several: [
    '{sku}多少钱?{city}有货吗?什么时候能送到?',
    '{sku} {city}有货吗,多久能送到',
    '想买{sku},价格多少,{city}有现货吗?',
    '{sku}的价格和参数,另外{city}有没有货?',
  ],
  weighing: [
    '{sku}和{other}有什么区别,哪个更划算?如果预算{budget}应该选哪个?',
    '请对比{sku}和{other}的价格和配置,推荐哪一款?',
    '为什么{sku}比{other}差价这么多?哪个更适合学生?',
    '如果预算只有{budget},{sku}和{other}怎么选?',
  ],
  search: ['推荐一款{budget}元以下的{kind}', '有没有{budget}元以内的{kind}', '想买个{kind},{budget}以下有哪些?'],
  'small talk': ['你好', '您好,在吗?', '谢谢你的帮助', '你能帮我做什么?', '再见', '好的,谢谢', '早上好', '你是谁?'],
};

export const english: Sentences = {
  price: [
    'How much is {sku}?',
    'What does {sku} cost?',
    "Hi, what's the price of {sku}?",
    '{sku} price please',
    'Could you tell me how much {sku} costs?',
  ],
  stock: [
    'Is {sku} in stock in {city}?',
    'Do you have {sku} available in {city}?',
    'How many {sku} are left in {city}?',
    '{sku} in stock in {city}?',
    'Is {sku} sold out in {city}?',
  ],
  order: [
    'Where is my order {order}?',
    'Has {order} shipped yet?',
    'When will {order} arrive?',
    'Please track {order} for me',
    'What is the status of order {order}?',
  ],
  delivery: [
    'How long does delivery of {sku} to {city} take?',
    'When would {sku} arrive in {city}?',
    'How soon can you deliver {sku} to {city}?',
    'If I order {sku} now, when does it get to {city}?',
  ],
  details: [
    'Tell me about {sku}',
    'What are the specs of {sku}?',
    'Details of {sku} please',
    'Can you describe {sku}?',
  ],
  discount: [
    'How much is {sku} with {coupon}?',
    'What does {sku} cost with coupon {coupon}?',
    'How much would I save on {sku} with {coupon}?',
  ],
  several: [
    'How much is {sku}, and is it in stock in {city}?',
    'Is {sku} in stock in {city}? And how long does delivery take?',
    "What's the price of {sku}? Is it available in {city}? When would it arrive?",
  ],
  weighing: [
    'Compare {sku} and {other}: which one is better value, and which would you recommend?',
    'Why is {sku} so different in price from {other}? Which is better?',
    'If my budget is {budget}, should I take {sku} or {other}? What is the difference?',
  ],
  search: [
    'Can you recommend {kind} under {budget}?',
    'I am looking for {kind} below {budget} yuan',
    'Show me {kind} under {budget}',
  ],
  'small talk': [
    'Hello',
    'Hi there, are you there?',
    'Thank you',
    'What can you do for me?',
    'Goodbye',
    'Who are you?',
    'Good morning',
  ],
};
