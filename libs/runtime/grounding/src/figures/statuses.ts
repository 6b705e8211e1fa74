import type { Status } from './figure.ts';

/** How a sentence says that something is so. The first that fits a place counts. */
const claims: readonly (readonly [Status, string])[] = [
  [
    'out_of_stock',
    String.raw`缺货|无货|没货|没有货|没有现货|没有库存|暂无库存|售罄|卖完|断货|out of stock|sold out|(?:not|isn't|no longer|aren't) in stock|none (?:left|in stock)`,
  ],
  ['in_stock', String.raw`有现货|现货充足|库存充足|货源充足|有货|in stock|plenty (?:left|available)`],
  [
    'delivered',
    String.raw`已经?(?:成功)?(?:签收|送达|妥投)|签收了|送到了|(?:has been|have been|was|were|been|got) delivered|has arrived`,
  ],
  ['out_for_delivery', String.raw`派送中|正在派送|正在派件|派件中|out for delivery`],
  [
    'in_transit',
    String.raw`运输中|运送途中|在途|已在路上|正在路上|在路上|on its way|on the way|on their way|in transit`,
  ],
  [
    'shipped',
    String.raw`已经?(?:发货|寄出|发出|揽收)|(?:has|have) (?:been )?shipped|(?:was|were) shipped|been dispatched|has left (?:the|our) warehouse`,
  ],
  [
    'preparing',
    String.raw`备货|待发货|(?:还没|尚未|还未|未)(?:有)?发货|being prepared|(?:not|hasn't) (?:yet )?(?:been )?shipped`,
  ],
  // 低延迟 and 延迟关机 are what products can.
  ['delayed', String.raw`延误|(?<![低零无])延迟(?!低|关机|摄影)|(?:is|was|been) delayed`],
  ['returned', String.raw`已经?退回|被退回|sent back to (?:us|the)|(?:was|been) returned`],
  ['cancelled', String.raw`订单已经?(?:为您)?取消|已(?:经|成功)?为您取消|(?:has been|have|was|been) cancell?ed`],
  [
    'refunded',
    String.raw`已经?(?:为您)?(?:全额)?退款|退款(?:已|成功)|(?:has been|have been|was|been|have) refunded|refund (?:has been|was) (?:issued|processed|sent)`,
  ],
  [
    'reserved',
    String.raw`已经?(?:为您|帮您|给您)?(?:成功)?预[留订]|预[留订]成功|(?:has been|have been|is|are|been|have|'ve) reserved|reserved as`,
  ],
  [
    'placed',
    String.raw`已经?(?:为您|帮您)?(?:成功)?下单|下单成功|order (?:has been|was|is) placed|have placed (?:your|the|an) order`,
  ],
];

export const statusClaims: readonly (readonly [Status, RegExp])[] = claims.map(([status, pattern]) => [
  status,
  new RegExp(`(?:${pattern})`, 'gi'),
]);

/** What a status in a result lets be said beside itself. */
const implied: Partial<Readonly<Record<Status, readonly Status[]>>> = {
  in_transit: ['shipped'],
  out_for_delivery: ['shipped', 'in_transit'],
  delivered: ['shipped'],
  delayed: ['shipped', 'in_transit'],
  returned: ['shipped'],
};

const named: Readonly<Record<string, Status>> = {
  ...{ in_stock: 'in_stock', out_of_stock: 'out_of_stock', sold_out: 'out_of_stock', preparing: 'preparing' },
  ...{ pending: 'preparing', processing: 'preparing', packed: 'preparing', created: 'preparing', shipped: 'shipped' },
  ...{ in_transit: 'in_transit', out_for_delivery: 'out_for_delivery', delivered: 'delivered', delayed: 'delayed' },
  ...{
    returned: 'returned',
    cancelled: 'cancelled',
    canceled: 'cancelled',
    refunded: 'refunded',
    reserved: 'reserved',
  },
  ...{ placed: 'placed', picked_up: 'shipped' },
};

/** Statuses that a value of an enum, as tools give it, lets be said. */
export function statusesOf(value: string): readonly Status[] {
  const status =
    named[
      value
        .toLowerCase()
        .replace(/^(?:shipment_|order_)?status_/, '')
        .replaceAll(/[\s-]/g, '_')
    ];
  return status ? [status, ...(implied[status] ?? [])] : [];
}

/** A sentence that asks, doubts or supposes states no status. */
export const statesNothing =
  /[?？]\s*$|[吗呢]\s*[。.]?\s*$|是否|能否|有没有|无法|不能(?:确认|确定)|不确定|查询?不到|没有?查到|如果|若(?:是|有|您)|一旦|之后再|只有|\b(?:whether|if|cannot|can't|could not|couldn't|unable|not sure|once|when|until|unless|as soon as)\b/i;
