import type { ModelMessage, ModelTool, ModelToolCall } from '@turnfleet/model';
import { answer } from './answer.ts';
import type { Exchange } from './exchange.ts';
import { parseObject } from './planning/json.ts';
import { moneyAmount } from './planning/money.ts';
import { seededRandom } from './seeded-random.ts';

const text = (description: string): object => ({ type: 'string', description });
const money = {
  type: 'object',
  properties: { currency_code: { type: 'string' }, units: { type: 'string' }, nanos: { type: 'integer' } },
};

function tool(name: string, required: readonly string[], properties: Readonly<Record<string, object>>): ModelTool {
  return { name, description: name.replaceAll('_', ' '), parameters: { type: 'object', properties, required } };
}

/** The tools of the demo shop, as they are offered to a model. */
export const shopTools: readonly ModelTool[] = [
  tool('get_product_info', ['sku'], { sku: text('SKU') }),
  tool('search_products', [], {
    query: text('Words'),
    category: text('Category'),
    max_price: money,
    page_size: { type: 'integer' },
    page_token: text('Page'),
  }),
  tool('check_inventory', ['sku', 'city'], { sku: text('SKU'), city: text('City') }),
  tool('reserve_stock', ['sku', 'city', 'quantity'], {
    sku: text('SKU'),
    city: text('City'),
    quantity: { type: 'integer', minimum: 1, maximum: 99 },
  }),
  tool('calculate_discount', ['original_price'], {
    original_price: money,
    user_level: { type: 'string', enum: ['regular', 'silver', 'gold'] },
    coupon_code: text('Coupon'),
  }),
  tool('track_shipment', ['order_id'], { order_id: text('Order') }),
  tool('estimate_delivery', ['sku', 'city'], { sku: text('SKU'), city: text('City') }),
];

export function exchangeOf(messages: readonly ModelMessage[], changes: Partial<Exchange> = {}): Exchange {
  return {
    model: 'deepseek-v3.2',
    messages,
    tools: shopTools,
    toolChoice: 'auto',
    parallelToolCalls: true,
    maxOutputTokens: null,
    seed: 7,
    ...changes,
  };
}

export const user = (said: string): ModelMessage => ({ role: 'user', text: said });
export const system = (said: string): ModelMessage => ({ role: 'system', text: said });
export const model = (said: string, ...toolCalls: ModelToolCall[]): ModelMessage => ({
  role: 'assistant',
  text: said,
  toolCalls,
});

const cny = (units: number): object => ({ amount: `${units}.00`, currency: 'CNY' });

/** What the shop's tools say, by tool; each names what it was asked about. */
export const shopResults: Readonly<Record<string, (args: Readonly<Record<string, unknown>>) => object>> = {
  get_product_info: ({ sku }) => ({
    product: {
      sku,
      name: { zh: '星云手机', en: 'Nebula Phone' },
      category: 'phones',
      description: { zh: '轻薄旗舰', en: 'A slim flagship' },
      price: cny(3999),
      specs: { screen: '6.7 inch' },
    },
  }),
  search_products: () => ({
    products: [
      { sku: 'SKU-2024-301', name: { zh: '轻舟笔记本', en: 'Skiff Laptop' }, price: cny(4599) },
      { sku: 'SKU-2024-302', name: { zh: '远山笔记本', en: 'Ridge Laptop' }, price: cny(3899) },
    ],
  }),
  check_inventory: ({ sku, city }) => ({
    sku,
    city,
    total: 42,
    warehouses: [{ warehouse_id: 'WH-1', city, quantity: 42, distance_km: 12 }],
  }),
  reserve_stock: ({ sku, city, quantity }) => ({
    reservation_id: 'R-1AB',
    sku,
    city,
    quantity,
    warehouses: [{ warehouse_id: 'WH-1', quantity }],
    expire_time: '2026-01-02T08:15:00Z',
  }),
  calculate_discount: ({ original_price }) => ({
    original_price,
    final_price: { amount: '3599.10', currency: 'CNY' },
    reductions: [{ kind: 'coupon', code: 'WELCOME10', amount: { amount: '399.90', currency: 'CNY' } }],
  }),
  track_shipment: ({ order_id }) => ({
    order_id,
    status: 'in_transit',
    carrier: 'SF Express',
    tracking_number: 'SF123',
    events: [{ time: '2026-01-02T08:00:00Z', city: '武汉', description: '已到达' }],
    estimated_delivery_time: '2026-01-05T10:00:00Z',
  }),
  estimate_delivery: () => ({
    warehouse_id: 'WH-3',
    earliest_time: '2026-01-04T01:00:00Z',
    latest_time: '2026-01-06T10:00:00Z',
    in_stock: true,
  }),
};

/** A turn played to its end: the calls of each step as `name(value, …)`, and the answer. */
interface Played {
  readonly steps: readonly (readonly string[])[];
  readonly text: string;
}

type Results = Readonly<Record<string, (args: Readonly<Record<string, unknown>>) => unknown>>;

/** Plays both sides: the model's steps, and the tools' results from `results`; gives up after 6 steps. */
export function play(
  messages: readonly ModelMessage[],
  results: Results = shopResults,
  changes: Partial<Exchange> = {},
): Played {
  const all = [...messages];
  const steps: string[][] = [];
  for (let step = 0; step < 6; step++) {
    const said = answer(exchangeOf(all, changes), seededRandom(step), 'call_');
    if (said.toolCalls.length === 0) return { steps, text: said.text };
    steps.push(said.toolCalls.map((call) => shown(call)));
    all.push(model(said.text, ...said.toolCalls));
    for (const { id, name, arguments: args } of said.toolCalls) {
      all.push({ role: 'tool', callId: id, content: JSON.stringify(results[name]?.(parseObject(args) ?? {})) });
    }
  }
  throw new Error(`The model goes on calling: ${JSON.stringify(steps)}`);
}

/** `check_inventory(SKU-2024-888, 上海)`; a sum of money as `CNY 5000`. */
function shown({ name, arguments: args }: ModelToolCall): string {
  const values = Object.values(parseObject(args) ?? {}).map((value) => {
    const amount = moneyAmount(value);
    return amount ? `${amount.currency} ${amount.value}` : String(value);
  });
  return `${name}(${values.join(', ')})`;
}
