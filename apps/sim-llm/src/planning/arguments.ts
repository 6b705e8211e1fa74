import type { ModelTool } from '@turnfleet/model';
import type { Amount } from '../understanding/amounts.ts';
import { isJson, type Json } from './json.ts';

/** What the shopper's words give to a call, by what it is. */
export interface Slots {
  readonly sku?: string | null;
  readonly city?: string | null;
  readonly order?: string | null;
  readonly query?: string | null;
  readonly maxPrice?: Amount | null;
  readonly originalPrice?: Amount | null;
  readonly level?: string | null;
  readonly coupon?: string | null;
  readonly quantity?: number | null;
}
export type SlotName = keyof Slots;

/** Property names that mean a slot, without `_` and case; what the offered schema calls it is what is sent. */
const slotNames: Readonly<Record<string, SlotName>> = {
  sku: 'sku',
  skuid: 'sku',
  productsku: 'sku',
  city: 'city',
  destination: 'city',
  destinationcity: 'city',
  orderid: 'order',
  order: 'order',
  ordernumber: 'order',
  query: 'query',
  q: 'query',
  keyword: 'query',
  keywords: 'query',
  maxprice: 'maxPrice',
  pricemax: 'maxPrice',
  originalprice: 'originalPrice',
  price: 'originalPrice',
  userlevel: 'level',
  level: 'level',
  couponcode: 'coupon',
  coupon: 'coupon',
  quantity: 'quantity',
  count: 'quantity',
  pieces: 'quantity',
};

/** Required slots that may stay empty: a shop without a coupon or a word to search for is a fair question. */
const optionalSlots: readonly SlotName[] = ['coupon', 'query'];

export function slotOf(property: string): SlotName | undefined {
  return slotNames[property.replaceAll('_', '').toLowerCase()];
}

export interface Filled {
  readonly args: Json;
  /** Required slots nobody has given. */
  readonly missing: readonly SlotName[];
}

/** Arguments named and typed as the tool's JSON schema says. */
export function fill(tool: ModelTool, slots: Slots): Filled {
  const required = Array.isArray(tool.parameters['required']) ? tool.parameters['required'] : [];
  const args: Record<string, unknown> = {};
  const missing: SlotName[] = [];
  for (const [property, schema] of Object.entries(propertiesOf(tool))) {
    const slot = slotOf(property);
    if (!slot) continue;
    const value = slots[slot];
    if (value !== undefined && value !== null) args[property] = typed(value, resolved(schema, tool.parameters));
    else if (!required.includes(property)) continue;
    else if (optionalSlots.includes(slot)) args[property] = '';
    else missing.push(slot);
  }
  return { args, missing };
}

export function propertiesOf(tool: ModelTool): Json {
  const { properties } = tool.parameters;
  return isJson(properties) ? properties : {};
}

/** Follows one `$ref` into the same document, and takes the first choice that is not null. */
function resolved(schema: unknown, root: Json): Json {
  if (!isJson(schema)) return {};
  const { $ref, anyOf, oneOf } = schema;
  if (typeof $ref === 'string') {
    const found = $ref
      .replace(/^#\//, '')
      .split('/')
      .reduce<unknown>((at, key) => (isJson(at) ? at[key] : undefined), root);
    return isJson(found) ? found : {};
  }
  const choices: unknown = anyOf ?? oneOf;
  const choice: unknown = Array.isArray(choices)
    ? choices.find((one) => isJson(one) && one['type'] !== 'null')
    : undefined;
  return isJson(choice) ? choice : schema;
}

function typed(value: string | number | Amount, schema: Json): unknown {
  if (typeof value === 'number') return schema['type'] === 'string' ? String(value) : value;
  if (typeof value !== 'string') return sum(value, schema);
  const choices = Array.isArray(schema['enum']) ? schema['enum'] : [];
  const meant: unknown = choices.find(
    (one) => typeof one === 'string' && one.toLowerCase().includes(value.toLowerCase()),
  );
  return meant ?? value;
}

/** A sum as `google.type.Money` in proto3 JSON, as a number or as a decimal text, whichever the schema wants. */
function sum({ currency, value }: Amount, schema: Json): unknown {
  if (schema['type'] === 'number' || schema['type'] === 'integer') return Number(value);
  if (schema['type'] === 'string') return value;
  const [units = '0', cents = ''] = value.split('.');
  const { properties } = schema;
  const unitsSchema = isJson(properties) ? properties['units'] : undefined;
  const wantsNumber = isJson(unitsSchema) && (unitsSchema['type'] === 'integer' || unitsSchema['type'] === 'number');
  const nanos = Number(cents.padEnd(9, '0'));
  return { currency_code: currency, units: wantsNumber ? Number(units) : units, ...(nanos > 0 ? { nanos } : {}) };
}
