import { type DemoOrder, type DemoOrderStage, demoCities, demoOrders, pick } from '@turnfleet/shop';
import type { Shipment, ShipmentEvent, Text } from './shipment.ts';
import type { ShipmentStatus } from './tables.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Carriers are made up, like the brands. */
const carriers = [
  { name: { zh: '飞燕速运', en: 'Feiyan Express' }, prefix: 'FY' },
  { name: { zh: '长风物流', en: 'Changfeng Logistics' }, prefix: 'CF' },
  { name: { zh: '驿达快递', en: 'Yida Courier' }, prefix: 'YD' },
] as const;

/** Where the shipment of an order stands; null: there is none. */
const statusOf: Readonly<Record<DemoOrderStage, ShipmentStatus | null>> = {
  placed: 'preparing',
  preparing: 'preparing',
  in_transit: 'in_transit',
  out_for_delivery: 'out_for_delivery',
  delayed: 'delayed',
  delivered: 'delivered',
  returning: 'delivered',
  returned: 'returned',
  cancelled: null,
};

/** The shipments of the demo shop's orders, as they stand on the day of `now`: the same day gives the same shipments. */
export function demoShipments(now: number): readonly Shipment[] {
  return demoOrders(now).flatMap((order) => {
    const status = statusOf[order.stage];
    return status === null ? [] : [shipment(order, status)];
  });
}

function shipment(order: DemoOrder, status: ShipmentStatus): Shipment {
  const { orderId } = order;
  const { name, prefix } = carriers[pick(`${orderId}/carrier`, carriers.length)] ?? carriers[0];
  const history = historyOf(order);
  const handedOver = status !== 'preparing';
  return {
    orderId,
    status,
    carrier: name,
    trackingNumber: handedOver ? `${prefix}${1_000_000_000 + pick(`${orderId}/number`, 900_000_000)}` : '',
    events: eventsOf(status, history),
    estimatedAt: status === 'returned' ? null : order.deliveredAt + (status === 'delayed' ? 2 * dayMs : 0),
  };
}

type Step = 'ordered' | 'handedOver' | 'arrived' | 'outForDelivery' | 'delivered' | 'heldUp' | 'refused' | 'returned';

/** What happens to a shipment and when, whether or not this one got that far. */
function historyOf({
  placedAt,
  arrivalDay: arrival,
  deliveredAt,
  ...order
}: DemoOrder): Readonly<Record<Step, ShipmentEvent>> {
  const from = cityOf(order.fromCityId);
  const to = cityOf(order.toCityId);
  const event = (time: number, city: Text, zh: string, en: string) => ({ at: time, city, description: { zh, en } });
  return {
    ordered: event(placedAt, from, '订单已确认，仓库正在备货', 'Order confirmed, the warehouse is preparing it'),
    handedOver: event(placedAt + 5 * hourMs, from, '包裹已交承运商揽收', 'Handed over to the carrier'),
    arrived: event(
      arrival - 3 * hourMs,
      to,
      '包裹已到达目的地分拨中心',
      'Arrived at the sorting centre of the destination',
    ),
    outForDelivery: event(arrival + hourMs / 6, to, '包裹已装上派送车辆', 'Loaded onto the delivery vehicle'),
    delivered: event(deliveredAt, to, '包裹已签收', 'Delivered'),
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

function cityOf(id: string): Text {
  const { zh = '', en = '' } = demoCities.find((city) => city.id === id) ?? {};
  return { zh, en };
}
