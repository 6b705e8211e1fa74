import type { Failure, Phrases } from './phrases.ts';

const failures: Readonly<Record<Failure, string>> = {
  notFound: '没有查到',
  timeout: '查询超时,暂时拿不到结果,请稍后再试',
  invalid: '系统无法按这些信息查询,请核对后再试',
  forbidden: '没有权限办理',
  conflict: '没有办成,剩余数量不够',
  waiting: '要等上一项确认之后才能办理,请稍后再说一次',
  failed: '暂时查询不了,请稍后再试',
};

const label = (name: string, value: string | null): string => (value === null ? '' : `${name}${value}`);
const place = (sku: string | null, city: string | null): string => `${sku ?? '该商品'}${label('在', city)}`;

export const chinese: Phrases = {
  openings: ['', '您好!', '已为您查询:', '好的,查询结果如下:'],
  smallTalk: {
    greeting: [
      '您好!我可以帮您查商品、库存、优惠、物流和送达时间,请问需要什么帮助?',
      '您好,很高兴为您服务!想了解哪款商品?',
    ],
    declined: ['好的,那就先不办理。还有什么可以帮您?', '没问题,已为您作罢。还需要别的吗?'],
    thanks: ['不客气!还有其他问题随时告诉我。', '不用谢,祝您购物愉快!'],
    farewell: ['再见,欢迎随时再来!', '再见,祝您生活愉快!'],
    about: ['我是店铺的智能客服,可以帮您查商品、库存、优惠、订单物流和送达时间。'],
    offTopic: ['抱歉,这个问题我帮不上忙。我可以帮您查商品、库存、优惠、订单物流和送达时间。'],
  },
  ask: {
    sku: '请告诉我商品编号(SKU),我马上为您查询。',
    city: '请告诉我所在的城市,我才能为您查询。',
    order: '请告诉我订单号,我马上为您查询物流。',
    query: '请告诉我您想找什么商品。',
    maxPrice: '请告诉我您的预算上限。',
    originalPrice: '请告诉我商品的原价或商品编号(SKU),我才能计算优惠。',
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
  cannot: (topic) => `抱歉,我现在没有查询${topic}的工具,无法确认。`,
  cannotReserve: '抱歉,我这里暂时不能预留商品。',
  failure: (failure, topic, about) => `抱歉,${about ? `${about}的` : ''}${topic}${failures[failure]}。`,
  incomplete: (topic) => `抱歉,${topic}的查询结果不完整,暂时无法确认。`,
  price: (product, price) => `${product}的价格是${price}。`,
  description: (text) => `商品介绍:${text}`,
  specs: (pairs) => `规格参数:${pairs.join(';')}。`,
  inStock: (sku, city, total) => `${place(sku, city)}有货,共${total}件。`,
  outOfStock: (sku, city) => `${place(sku, city)}目前无货。`,
  noStockListed: (sku, city) => `没有查到${place(sku, city)}的可用库存。`,
  warehouse: (name, quantity, distance) => `${name}仓${quantity}件${distance ? `(距离${distance}公里)` : ''}`,
  restock: (time) => `预计补货时间:${time}。`,
  reserved: (id, quantity, sku, city, until) =>
    `已预留${label('', quantity)}${quantity ? '件' : ''}${place(sku, city)},预留号${id}${label(',保留至', until)}。`,
  discounted: (original, final) => `${label('原价', original)}${original ? ',' : ''}优惠后${final}。`,
  reduction: (name, amount) => `${name}${label('减', amount)}`,
  noReduction: '目前没有可用的优惠。',
  couponRejected: (reason) => `优惠券未能使用:${reason}。`,
  shipment: (order, status, carrier, tracking) =>
    `订单${order}${[label('状态:', status), label('承运商:', carrier), label('运单号:', tracking)].filter(Boolean).join(',')}。`,
  status: {
    pending: '待处理',
    processing: '处理中',
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
  event: (time, city, description) => `最新动态:${[time, city, description].filter(Boolean).join(' ')}。`,
  expected: (time) => `预计送达时间:${time}。`,
  delivery: (sku, city, earliest, latest) =>
    `${sku ?? '该商品'}${label('送到', city)}${label('最早', earliest)}${earliest && latest ? ',' : ''}${label('最晚', latest)}送达。`,
  deliveryOutOfStock: (sku, city) => `${sku ?? '该商品'}目前缺货${city ? `,送到${city}需等补货` : ',需等补货'}。`,
  found: (lines) => `为您找到:\n${lines.map((line) => `- ${line}`).join('\n')}`,
  nothingFound: '没有找到符合条件的商品。',
  more: '还有更多符合条件的商品。',
  whichOne: '请告诉我您想了解哪一款(商品编号),我再继续为您查询。',
  other: (pairs) => `查询结果:${pairs.join(';')}。`,
};
