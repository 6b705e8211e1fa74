import type { ModelTool } from '@turnfleet/model';
import type { Background } from '../understanding/background.ts';
import { entitiesIn } from '../understanding/entities.ts';
import { searchWords } from '../understanding/product-words.ts';
import { type Filled, fill, propertiesOf } from './arguments.ts';
import { isJson, type Json } from './json.ts';

/** Arguments for a tool that has to be called whatever was asked: what is known, and blanks where it is required. */
export function forcedArguments(tool: ModelTool, question: string, background: Background): Json {
  const said = entitiesIn(question);
  const { args }: Filled = fill(tool, {
    sku: said.skus[0] ?? background.skus[0],
    city: said.cities[0] ?? background.city,
    order: said.orderIds[0] ?? background.orderId,
    query: searchWords(question),
    maxPrice: said.ceiling,
    originalPrice: said.amount,
    level: said.level ?? background.level,
    coupon: said.coupon ?? background.coupon,
    quantity: said.quantity,
  });
  const required = Array.isArray(tool.parameters['required']) ? tool.parameters['required'].map(String) : [];
  const blanks = required
    .filter((property) => !(property in args))
    .map((property): [string, unknown] => [property, blank(tool, property)]);
  return { ...Object.fromEntries(blanks), ...args };
}

const blanks: Readonly<Record<string, unknown>> = { number: 0, integer: 0, boolean: false, array: [], object: {} };

function blank(tool: ModelTool, property: string): unknown {
  const schema = propertiesOf(tool)[property];
  const { enum: choices, type }: Json = isJson(schema) ? schema : {};
  if (Array.isArray(choices)) return choices.map(String)[0] ?? '';
  return typeof type === 'string' && type in blanks ? blanks[type] : '';
}
