import { seededRandom } from '@turnfleet/core/testing';
import { day, type ToolOfDay } from './day.ts';
import { zipf } from './zipf.ts';

export interface Asked {
  readonly at: number;
  readonly kind: 'asked';
  readonly orchestrator: number;
  readonly conversationId: string;
  readonly tool: ToolOfDay;
  readonly args: Readonly<Record<string, unknown>>;
  readonly user: string;
}

export interface Changed {
  readonly at: number;
  readonly kind: 'changed';
  readonly what: keyof typeof day.changesPerHour;
  readonly sku: string;
}

interface Outage {
  readonly at: number;
  readonly kind: 'outage';
  readonly isAway: boolean;
}

export type EventOfDay = Asked | Changed | Outage;

interface Conversation {
  readonly sku: string;
  readonly city: string;
  readonly user: string;
}

const skuOf = (place: number): string => `SKU-${String(place + 1).padStart(4, '0')}`;

/** What happens on the day, in order; `load` times its reads. Milliseconds from its begin. */
export function eventsOfDay(load: number): readonly EventOfDay[] {
  const random = seededRandom(day.seed);
  const draw = (size: number): (() => number) => zipf(size, day.zipf, random);
  const [product, city, query, coupon] = [draw(day.products), draw(day.cities), draw(day.queries), draw(day.coupons)];
  const any = (size: number): number => Math.floor(random() * size);
  const parts = Object.entries(day.mix) as readonly [ToolOfDay, number][];
  const whole = parts.reduce((sum, [, part]) => sum + part, 0);
  const toolOf = (at: number): ToolOfDay => {
    let left = at * whole;
    return parts.find(([, part]) => (left -= part) < 0)?.[0] ?? 'get_product_info';
  };
  const argsOf = (tool: ToolOfDay, { sku, city, user }: Conversation): Asked['args'] => {
    switch (tool) {
      case 'get_product_info':
        return { sku };
      case 'check_inventory':
      case 'estimate_delivery':
        return { sku, city };
      case 'search_products':
        return { query: `query ${query()}` };
      case 'calculate_discount':
        return { original_price: { units: sku.slice(-4) }, user_level: any(day.levels), coupon_code: coupon() };
      case 'track_shipment':
        return { order_id: `ORD-${user}` };
      case 'get_customer_profile':
        return { customer_id: user };
    }
  };
  const events: EventOfDay[] = [];
  let conversations = 0;
  const lengthMs = day.secondsOfHour * 1_000;
  day.hours.forEach((share, hour) => {
    const begin = hour * lengthMs;
    const reads = Math.round(share * day.readsPerSecond * load * day.secondsOfHour);
    for (let made = 0; made < reads; ) {
      const conversation = {
        ...{ sku: skuOf(product()), city: `city ${city()}`, user: `U-${any(day.shoppers)}` },
        orchestrator: any(day.orchestrators),
      };
      const conversationId = `c-${conversations++}`;
      let at = begin + random() * lengthMs;
      for (let left = 1 + any(day.mostReads); left > 0; left--, made++) {
        const tool = toolOf(random());
        const { orchestrator, user } = conversation;
        const args = argsOf(tool, conversation);
        events.push({ at, kind: 'asked', conversationId, orchestrator, tool, args, user });
        const { least, most } = day.secondsBetween;
        at += 1_000 * (least + random() * (most - least));
      }
    }
    for (const what of ['stock', 'price', 'product'] as const) {
      const sold = what === 'stock' ? share : 1;
      const changes = Math.round((day.changesPerHour[what] * sold * day.secondsOfHour) / 3_600);
      for (let i = 0; i < changes; i++) {
        const sku = skuOf(what === 'stock' ? product() : any(day.products));
        events.push({ at: begin + random() * lengthMs, kind: 'changed', what, sku });
      }
    }
    for (const { seconds } of day.outages.filter((one) => one.hour === hour)) {
      const at = begin + lengthMs / 2;
      events.push({ at, kind: 'outage', isAway: true }, { at: at + seconds * 1_000, kind: 'outage', isAway: false });
    }
  });
  return events.sort((one, other) => one.at - other.at);
}
