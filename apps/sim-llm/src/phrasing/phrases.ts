import type { SlotName } from '../planning/arguments.ts';
import type { ToolName } from '../planning/step.ts';
import type { ForStaff, SmallTalk } from '../understanding/small-talk.ts';

/** What a failed call is called to a shopper; every other kind is `failed`. */
export type Failure = 'notFound' | 'timeout' | 'invalid' | 'stranger' | 'forbidden' | 'conflict' | 'waiting' | 'failed';

/** A fact with its name, both from a tool's result. */
export type Maybe = string | null;

/**
 * All the model can say, in one language. No phrase holds a figure: figures come in as arguments, from tool results and
 * what the tools say of themselves. The first text of a list of variants is as good as the others; the seed chooses.
 */
export interface Phrases {
  readonly smallTalk: Readonly<Record<Exclude<SmallTalk, ForStaff>, readonly string[]>>;
  /** To a greeting after the first. */
  readonly greetedBefore: string;
  /** What people have to settle; `order` is the order spoken of. */
  readonly forStaff: Readonly<Record<ForStaff, (order: Maybe) => string>>;
  readonly ask: Readonly<Record<SlotName, string>>;
  /** What a tool finds out, as in "I could not look up …". */
  readonly topic: Readonly<Record<ToolName, string>>;
  readonly cannot: (topic: string) => string;
  readonly cannotReserve: string;
  /** Why so many cannot be reserved: less than `least`, more than `most`, or no whole number. */
  readonly quantity: (wanted: number, least: number, most: number | null) => string;
  readonly failure: (failure: Failure, topic: string, about: Maybe) => string;
  readonly incomplete: (topic: string) => string;
  readonly notServed: (city: string, served: readonly string[]) => string;
  readonly noProduct: (sku: string) => string;
  readonly noOrder: (order: string) => string;

  readonly price: (product: Maybe, price: string) => string;
  readonly description: (text: string) => string;
  readonly specs: (pairs: readonly string[]) => string;
  /** A product's name with its SKU. */
  readonly product: (name: string, sku: string) => string;
  readonly inStock: (sku: Maybe, city: Maybe, total: string, warehouses: readonly string[]) => string;
  readonly warehousesOnly: (warehouses: readonly string[]) => string;
  readonly outOfStock: (sku: Maybe, city: Maybe) => string;
  readonly noStockListed: (sku: Maybe, city: Maybe) => string;
  readonly warehouse: (name: string, quantity: string, distance: Maybe) => string;
  readonly restock: (time: string) => string;
  readonly reserved: (id: string, quantity: Maybe, sku: Maybe, city: Maybe, until: Maybe) => string;
  readonly discounted: (product: Maybe, original: Maybe, final: string, reductions: readonly string[]) => string;
  readonly reduction: (name: string, amount: Maybe) => string;
  readonly noReduction: string;
  readonly couponRejected: (reason: string) => string;
  readonly shipment: (order: string, status: Maybe, carrier: Maybe, tracking: Maybe) => string;
  /** What a shipment does or is, as in `Order 1 is on its way`. */
  readonly status: Readonly<Record<string, string>>;
  readonly event: (time: Maybe, city: Maybe, description: Maybe) => string;
  readonly expected: (time: string, inDays: Maybe) => string;
  readonly delivery: (sku: Maybe, city: Maybe, window: string, inDays: Maybe) => string;
  /** From one time to another, or the one of them that is known. */
  readonly window: (earliest: Maybe, latest: Maybe) => string;
  readonly deliveryOutOfStock: (sku: Maybe, city: Maybe) => string;
  /** `in 2 days`, `in 2 to 3 days`. */
  readonly inDays: (from: number, to: number) => string;
  readonly found: (lines: readonly string[]) => string;
  readonly foundLine: (product: string, price: Maybe) => string;
  readonly nothingFound: string;
  readonly more: string;
  readonly whichOne: string;
  readonly other: (pairs: readonly string[]) => string;
}
