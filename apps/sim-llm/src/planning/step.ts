import { assertNever } from '@turnfleet/core';
import type { ModelTool } from '@turnfleet/model';
import type { Amount } from '../understanding/amounts.ts';
import type { Need, ProductRef } from '../understanding/need.ts';
import { fill, propertiesOf, type SlotName, type Slots, slotOf } from './arguments.ts';
import { isJson, type Json } from './json.ts';
import { moneyAmount } from './money.ts';
import { productIn } from './product-in.ts';
import { type CallResult, doneCall, type Turn } from './turn.ts';

/** Where a need stands after the calls made so far. */
export type Step =
  | { readonly kind: 'call'; readonly tool: ModelTool; readonly args: Json }
  /** A tool has answered: this is what there is to tell. `also` is what still has to be asked. */
  | {
      readonly kind: 'tell';
      readonly tool: string;
      readonly args: Json;
      readonly outcome: CallResult;
      readonly also?: SlotName;
      /** The product it is about, where the result does not say. */
      readonly about?: Json;
    }
  | { readonly kind: 'ask'; readonly slot: SlotName }
  /** More or less than the tool takes, or no whole number: not called with another one. */
  | { readonly kind: 'refuse'; readonly quantity: number; readonly least: number; readonly most: number | null }
  /** The tool it takes was not offered. */
  | { readonly kind: 'cannot'; readonly tool: ToolName };

export const toolOf = {
  price: 'get_product_info',
  details: 'get_product_info',
  inventory: 'check_inventory',
  reserve: 'reserve_stock',
  delivery: 'estimate_delivery',
  discount: 'calculate_discount',
  track: 'track_shipment',
  search: 'search_products',
} as const satisfies Record<Need['kind'], string>;
export type ToolName = (typeof toolOf)[Need['kind']];

export interface Scene {
  /** Whether the shop knows who asks. */
  readonly shopperIsKnown: boolean;
  readonly turn: Turn;
  readonly tools: readonly ModelTool[];
}

/** The next step for one need: pure, and the same whenever it is asked with the same results. */
export function stepFor(need: Need, scene: Scene): Step {
  const use = (slots: Slots): Step => using(toolOf[need.kind], slots, scene);
  switch (need.kind) {
    case 'price':
    case 'details':
      return withSku(need.product, scene, (sku) => use({ sku }));
    case 'inventory':
    case 'delivery':
      return withSku(need.product, scene, (sku) =>
        withProfile('default_city', need.city, scene, (city) => use({ sku, city })),
      );
    case 'reserve':
      return (
        begunFlow(toolOf.reserve, scene) ??
        refusedQuantity(need.quantity, scene) ??
        withSku(need.product, scene, (sku) =>
          withProfile('default_city', need.city, scene, (city) => use({ sku, city, quantity: need.quantity })),
        )
      );
    case 'track':
      return use({ order: need.orderId });
    case 'search':
      return use({ query: need.words, maxPrice: need.ceiling });
    case 'discount':
      if (need.withCoupon && need.coupon === null && (need.price || need.product.kind === 'sku'))
        return { kind: 'ask', slot: 'coupon' };
      return withPrice(need, scene, (originalPrice) =>
        withProfile('level', need.level, scene, (level) =>
          use({ originalPrice, level: level ?? 'regular', coupon: need.coupon }),
        ),
      );
    default:
      return assertNever(need);
  }
}

const beginFlow = 'begin_flow';

/** Where a flow of this name has the effect, that is begun: it asks and acts by itself. */
export function begunFlow(flow: string, { turn, tools }: Scene): Step | null {
  const tool = tools.find(({ name }) => name === beginFlow);
  if (!tool || tools.some(({ name }) => name === flow) || doneCall(turn, beginFlow, { flow })) return null;
  const schema = propertiesOf(tool)['flow'];
  const named = isJson(schema) && Array.isArray(schema['enum']) ? schema['enum'] : [];
  return named.includes(flow) ? { kind: 'call', tool, args: { flow } } : null;
}

function refusedQuantity(quantity: number, { tools }: Scene): Step | null {
  const tool = tools.find(({ name }) => name === toolOf.reserve);
  if (!tool) return null;
  const { least = 1, most } = limitsOf(tool, 'quantity');
  const fits = Number.isInteger(quantity) && quantity >= least && quantity <= (most ?? quantity);
  return fits ? null : { kind: 'refuse', quantity, least, most: most ?? null };
}

/** The bounds a tool's schema sets to a number; undefined where it sets none. */
function limitsOf(tool: ModelTool, slot: SlotName): { readonly least?: number; readonly most?: number } {
  const [, schema] = Object.entries(propertiesOf(tool)).find(([property]) => slotOf(property) === slot) ?? [];
  if (!isJson(schema)) return {};
  const { minimum, maximum } = schema;
  return {
    ...(typeof minimum === 'number' ? { least: minimum } : {}),
    ...(typeof maximum === 'number' ? { most: maximum } : {}),
  };
}

function using(name: ToolName, slots: Slots, { turn, tools }: Scene): Step {
  const tool = tools.find((offered) => offered.name === name);
  if (!tool) return { kind: 'cannot', tool: name };
  const { args, missing } = fill(tool, slots);
  if (missing[0]) return { kind: 'ask', slot: missing[0] };
  const done = doneCall(turn, name, args);
  return done ? { kind: 'tell', tool: name, args, outcome: done.outcome } : { kind: 'call', tool, args };
}

/** Goes on with the product's SKU; one that is only described is searched for first. */
function withSku(product: ProductRef, scene: Scene, next: (sku: string) => Step): Step {
  if (product.kind === 'sku') return next(product.sku);
  if (product.kind === 'unknown') return { kind: 'ask', slot: 'sku' };
  const search = using('search_products', { query: product.words }, scene);
  if (search.kind === 'cannot') return { kind: 'ask', slot: 'sku' };
  if (search.kind !== 'tell' || search.outcome.kind !== 'ok') return search;
  const products = Array.isArray(search.outcome.data['products']) ? search.outcome.data['products'] : [];
  const only: unknown = products.length === 1 ? products[0] : undefined;
  if (isJson(only) && typeof only['sku'] === 'string') return next(only['sku']);
  return products.length > 1 ? { ...search, also: 'sku' } : search;
}

const profileTool = 'get_customer_profile';

/** Goes on with what the shopper said, else with what their profile says, which is looked up first if there is one. */
function withProfile(
  field: 'default_city' | 'level',
  said: string | null,
  { turn, tools, shopperIsKnown }: Scene,
  next: (value: string | null) => Step,
): Step {
  const tool = tools.find(({ name }) => name === profileTool);
  if (said !== null || !tool || !shopperIsKnown) return next(said);
  const done = doneCall(turn, profileTool, {});
  if (!done) return { kind: 'call', tool, args: {} };
  const value = done.outcome.kind === 'ok' ? done.outcome.data[field] : undefined;
  return next(typeof value === 'string' && value !== '' ? value : null);
}

/** Goes on with the price the shopper gave, else with the product's own, which is looked up first. */
function withPrice(need: Need & { kind: 'discount' }, scene: Scene, next: (price: Amount) => Step): Step {
  if (need.price && need.product.kind !== 'sku') return next(need.price);
  return withSku(need.product, scene, (sku) => {
    const info = using('get_product_info', { sku }, scene);
    if (info.kind !== 'tell' || info.outcome.kind !== 'ok')
      return info.kind === 'cannot' && need.price ? next(need.price) : info;
    const price = moneyAmount(productIn(info.outcome.data)['price']) ?? need.price;
    if (!price) return info;
    const step = next(price);
    return step.kind === 'tell' ? { ...step, about: productIn(info.outcome.data) } : step;
  });
}
