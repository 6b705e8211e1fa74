import type { Failure, Maybe, Phrases } from './phrases.ts';

const failures: Readonly<Record<Failure, string>> = {
  notFound: '没有查到',
  timeout: '查询超时，暂时拿不到结果，请稍后再试',
  invalid: '无法按这些信息查询，请核对后再试',
  stranger: '要先登录才能查询',
  forbidden: '没有权限办理',
  conflict: '没有办成，剩余数量不够',
  waiting: '要等上一项确认之后才能办理，请稍后再说一次',
  failed: '暂时查询不了，请稍后再试',
};

const label = (name: string, value: Maybe): string => (value === null ? '' : `${name}${value}`);
const it = (sku: Maybe): string => (sku === null ? '该商品' : `${sku} `);
const place = (sku: Maybe, city: Maybe): string => `${it(sku)}${label('在', city)}`;
/** Whom to turn to, and with which order at hand. */
const staff = (order: Maybe): string => `请联系人工客服${order === null ? '' : `，并提供订单号 ${order}`}。`;
const day = (days: number): string => ['今天', '明天', '后天'][days] ?? `${days}天后`;

export const chinese: Phrases = {
  smallTalk: {
    greeting: [
      '您好！我可以帮您查商品、库存、优惠、物流和送达时间，请问需要什么帮助？',
      '您好，很高兴为您服务！想了解哪款商品？',
    ],
    declined: ['好的，那就先不办理。还有什么可以帮您？', '没问题，已为您作罢。还需要别的吗？'],
    thanks: ['不客气！还有其他问题随时告诉我。', '不用谢，祝您购物愉快！'],
    nod: ['好的，有需要随时告诉我。'],
    farewell: ['再见，欢迎随时再来！', '再见，祝您生活愉快！'],
    about: ['我是店铺的智能客服，可以帮您查商品、库存、优惠、订单物流和送达时间。'],
    expensive: ['您可以告诉我预算，我帮您找更合适的；有优惠券的话，也可以把券码告诉我。'],
    offTopic: ['抱歉，这个问题我帮不上忙。我可以帮您查商品、库存、优惠、订单物流和送达时间。'],
  },
  greetedBefore: '我在，请问需要什么帮助？',
  forStaff: {
    complaint: (order) => `非常抱歉给您带来了不好的体验。这件事需要人工客服来处理，${staff(order)}`,
    change: (order) => `抱歉，取消订单、修改地址我这里办理不了，${staff(order)}`,
    return: (order) => `抱歉，退换货、退款和维修我这里办理不了，${staff(order)}`,
    person: (order) => `我是智能客服，没有办法直接为您转接，${staff(order)}`,
  },
  ask: {
    sku: '请告诉我商品编号（SKU），我马上为您查询。',
    city: '请告诉我所在的城市，我才能为您查询。',
    order: '请告诉我订单号，我马上为您查询物流。',
    query: '请告诉我您想找什么商品。',
    maxPrice: '请告诉我您的预算上限。',
    originalPrice: '请告诉我商品的原价或商品编号（SKU），我才能计算优惠。',
    level: '请告诉我您的会员等级。',
    coupon: '请告诉我优惠券码。',
    quantity: '请告诉我需要几件。',
  },
  topic: {
    get_product_info: '商品信息',
    check_inventory: '库存',
    reserve_stock: '预留',
    estimate_delivery: '送达时间',
    calculate_discount: '优惠',
    track_shipment: '订单物流',
    search_products: '商品搜索',
  },
  cannot: (topic) => `抱歉，我现在没有查询${topic}的工具，无法确认。`,
  cannotReserve: '抱歉，我这里暂时不能预留商品。',
  quantity: (wanted, least, most) => {
    if (!Number.isInteger(wanted)) return `抱歉，预留数量要是整数，不能是${wanted}件。请告诉我需要几件。`;
    if (wanted < least) return `抱歉，至少要预留${least}件，不能是${wanted}件。请告诉我需要几件。`;
    return `抱歉，一次最多预留${most}件，${wanted}件超出了上限。请减少数量，或联系人工客服。`;
  },
  failure: (failure, topic, about) =>
    `抱歉，${about ? `${about}${/\w$/.test(about) ? ' ' : ''}的` : ''}${topic}${failures[failure]}。`,
  incomplete: (topic) => `抱歉，${topic}的查询结果不完整，暂时无法确认。`,
  notServed: (city, served) =>
    `抱歉，我们目前不送${city}。${served.length > 0 ? `可以送达的城市有：${served.join('、')}。` : ''}`,
  noProduct: (sku) => `抱歉，没有编号为 ${sku} 的商品，请核对商品编号。`,
  noOrder: (order) => `抱歉，没有查到订单 ${order}，请核对订单号。`,
  price: (product, price) => `${product === null ? '' : `${product}的`}价格是${price}。`,
  description: (text) => `商品介绍：${text}`,
  specs: (pairs) => `规格参数：${pairs.join('；')}。`,
  product: (name, sku) => `${name}（${sku}）`,
  inStock: (sku, city, total, warehouses) =>
    `${place(sku, city)}有货，共${total}件${warehouses.length > 0 ? `：${warehouses.join('、')}` : ''}。`,
  warehousesOnly: (warehouses) => `${warehouses.join('、')}。`,
  outOfStock: (sku, city) => `${place(sku, city)}目前无货。`,
  noStockListed: (sku, city) => `没有查到${place(sku === null ? null : ` ${sku}`, city)}的可用库存。`,
  warehouse: (name, quantity, distance) => `${name}仓${quantity}件${distance ? `（距离${distance}公里）` : ''}`,
  restock: (time) => `预计${time}补货。`,
  reserved: (id, quantity, sku, city, until) =>
    `已预留${quantity ? ` ${quantity} 件 ` : ''}${place(sku, city)}，预留号 ${id}${label('，保留至', until)}。`,
  discounted: (product, original, final, reductions) =>
    `${label('', product)}${label('原价', original)}${product || original ? '，' : ''}优惠后${final}${reductions.length > 0 ? `：${reductions.join('，')}` : ''}。`,
  reduction: (name, amount) => `${name}${label('省', amount)}`,
  noReduction: '目前没有可用的优惠。',
  couponRejected: (reason) => `优惠券未能使用：${reason}。`,
  shipment: (order, status, carrier, tracking) =>
    `${[`订单 ${order}${label(' ', status)}`, label('承运商：', carrier), label('运单号：', tracking)].filter(Boolean).join('，')}。`,
  status: {
    pending: '待处理',
    processing: '处理中',
    preparing: '正在备货',
    created: '已创建',
    packed: '已打包',
    'picked up': '已揽收',
    shipped: '已发货',
    'in transit': '运输中',
    'out for delivery': '派送中',
    delivered: '已签收',
    delayed: '延误',
    exception: '异常',
    returned: '已退回',
    cancelled: '已取消',
  },
  event: (time, city, description) => `最新动态：${[time, city, description].filter(Boolean).join('，')}。`,
  expected: (time, inDays) => (inDays ? `预计${inDays}送达，也就是${time}。` : `预计${time}前后送达。`),
  delivery: (sku, city, window, inDays) =>
    inDays
      ? `${it(sku)}预计${inDays}${label('送到', city)}，也就是${window}。`
      : `${it(sku)}预计${window}送${city === null ? '达' : `到${city}`}。`,
  window: (earliest, latest) => {
    if (earliest === null || latest === null) return label('最早', earliest) || label('最晚', latest);
    const [, day = '', hour = ''] = /^(.*）)(.*)$/u.exec(latest) ?? [];
    return day !== '' && earliest.startsWith(day) ? `${earliest}到${hour}之间` : `${earliest}到${latest}之间`;
  },
  deliveryOutOfStock: (sku, city) => `${it(sku)}目前缺货，${city ? `送到${city}` : ''}要等补货。`,
  inDays: (from, to) => (from === to ? day(from) : `${from}到${to}天后`),
  found: (lines) => `为您找到：\n${lines.map((line) => `- ${line}`).join('\n')}`,
  foundLine: (product, price) => `${product}${label('：', price)}`,
  nothingFound: '没有找到符合条件的商品。',
  more: '还有更多符合条件的商品。',
  whichOne: '请告诉我您想了解哪一款（商品编号），我再继续为您查询。',
  other: (pairs) => `查询结果：${pairs.join('；')}。`,
};
