import { demoCities, demoWarehouses, greatCircleKm, pick, shopDay } from '@turnfleet/shop';
import { transitDays } from './delivery.ts';
import type { Shipment, ShipmentEvent, Text } from './shipment.ts';
import type { ShipmentStatus } from './tables.ts';

const count = 50;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Carriers are made up, like the brands. */
const carriers = [
  { name: { zh: '飞燕速运', en: 'Feiyan Express' }, prefix: 'FY' },
  { name: { zh: '长风物流', en: 'Changfeng Logistics' }, prefix: 'CF' },
  { name: { zh: '驿达快递', en: 'Yida Courier' }, prefix: 'YD' },
] as const;

/** Every tenth order alike: what a support desk sees on an ordinary day. */
const statuses: readonly ShipmentStatus[] = [
  'in_transit',
  'delivered',
  'out_for_delivery',
  'delivered',
  'preparing',
  'in_transit',
  'delivered',
  'delayed',
  'delivered',
  'returned',
];

/** Fifty shipments, as they stand on the day of `now`: the same day gives the same shipments. */
export function demoShipments(now: number): readonly Shipment[] {
  return Array.from({ length: count }, (_, i) => shipment(i, shopDay(now)));
}

interface Leg {
  readonly from: Text;
  readonly to: Text;
  /** Days on the way. */
  readonly days: number;
}

function shipment(i: number, today: number): Shipment {
  const orderId = `ORD-2024-${String(i + 1).padStart(4, '0')}`;
  const status = statuses[i % statuses.length] ?? 'delivered';
  const { name, prefix } = at(carriers, pick(`${orderId}/carrier`, carriers.length));
  const leg = legOf(orderId);
  const ordered = today - daysAgo(status, orderId, leg) * dayMs + (9 + pick(`${orderId}/hour`, 10)) * hourMs;
  const history = historyOf(leg, ordered);
  const handedOver = status !== 'preparing';
  return {
    orderId,
    status,
    carrier: name,
    trackingNumber: handedOver ? `${prefix}${1_000_000_000 + pick(`${orderId}/number`, 900_000_000)}` : '',
    events: eventsOf(status, history),
    estimatedAt: status === 'returned' ? null : history.delivered.at + (status === 'delayed' ? 2 * dayMs : 0),
  };
}

function legOf(orderId: string): Leg {
  const warehouse = at(demoWarehouses, pick(`${orderId}/from`, demoWarehouses.length));
  const to = at(demoCities, pick(`${orderId}/to`, demoCities.length));
  const from = demoCities.find(({ id }) => id === warehouse.cityId) ?? to;
  const named = ({ zh, en }: Text): Text => ({ zh, en });
  return { from: named(from), to: named(to), days: transitDays(greatCircleKm(warehouse, to)).most };
}

/** Chosen so that what has happened lies before today and what is to come after it. */
function daysAgo(status: ShipmentStatus, orderId: string, { days }: Leg): number {
  switch (status) {
    case 'preparing':
    case 'in_transit':
      return 1;
    case 'out_for_delivery':
      return days + 1;
    case 'delayed':
      return days + 1;
    case 'delivered':
    case 'returned':
      return days + 3 + pick(`${orderId}/age`, 40);
  }
}

type Step = 'ordered' | 'handedOver' | 'arrived' | 'outForDelivery' | 'delivered' | 'heldUp' | 'refused' | 'returned';

/** What happens to a shipment and when, whether or not this one got that far. */
function historyOf({ from, to, days }: Leg, ordered: number): Readonly<Record<Step, ShipmentEvent>> {
  const arrival = shopDay(ordered, days + 1);
  const event = (time: number, city: Text, zh: string, en: string) => ({ at: time, city, description: { zh, en } });
  return {
    ordered: event(ordered, from, '订单已确认，仓库正在备货', 'Order confirmed, the warehouse is preparing it'),
    handedOver: event(ordered + 5 * hourMs, from, '包裹已交承运商揽收', 'Handed over to the carrier'),
    arrived: event(
      arrival - 3 * hourMs,
      to,
      '包裹已到达目的地分拨中心',
      'Arrived at the sorting centre of the destination',
    ),
    outForDelivery: event(arrival + hourMs / 6, to, '包裹已装上派送车辆', 'Loaded onto the delivery vehicle'),
    delivered: event(arrival + 18 * hourMs, to, '包裹已签收', 'Delivered'),
    heldUp: event(arrival - 2 * hourMs, to, '因恶劣天气运输延误', 'Held up by bad weather'),
    refused: event(arrival + 15 * hourMs, to, '收件人拒收，包裹退回', 'Refused by the recipient, going back'),
    returned: event(arrival + 63 * hourMs, from, '退回包裹已入库', 'Back in the warehouse'),
  };
}

const stepsUntil: Readonly<Record<ShipmentStatus, readonly Step[]>> = {
  preparing: ['ordered'],
  in_transit: ['ordered', 'handedOver'],
  out_for_delivery: ['ordered', 'handedOver', 'arrived', 'outForDelivery'],
  delivered: ['ordered', 'handedOver', 'arrived', 'outForDelivery', 'delivered'],
  delayed: ['ordered', 'handedOver', 'arrived', 'heldUp'],
  returned: ['ordered', 'handedOver', 'arrived', 'outForDelivery', 'refused', 'returned'],
};

const eventsOf = (status: ShipmentStatus, history: Readonly<Record<Step, ShipmentEvent>>): ShipmentEvent[] =>
  stepsUntil[status].map((step) => history[step]);

function at<T>(list: readonly T[], index: number): T {
  const one = list[index];
  if (one === undefined) throw new RangeError(`No entry ${index}`);
  return one;
}
