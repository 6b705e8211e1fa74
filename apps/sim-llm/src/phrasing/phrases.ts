import type { SlotName } from '../planning/arguments.ts';
import type { ToolName } from '../planning/plan.ts';
import type { SmallTalk } from '../understanding/small-talk.ts';

/** What a failed call is called to a shopper; every other kind is `failed`. */
export type Failure = 'notFound' | 'timeout' | 'invalid' | 'forbidden' | 'conflict' | 'waiting' | 'failed';

/** A fact with its name, both from a tool's result. */
export type Maybe = string | null;

/**
 * All the model can say, in one language. No phrase holds a figure: figures come in as arguments, from tool results.
 * The first text of a list of variants is as good as the others; the seed chooses.
 */
export interface Phrases {
  readonly openings: readonly string[];
  readonly smallTalk: Readonly<Record<SmallTalk, readonly string[]>>;
  readonly ask: Readonly<Record<SlotName, string>>;
  /** What a tool finds out, as in "I could not look up …". */
  readonly topic: Readonly<Record<ToolName, string>>;
  readonly cannot: (topic: string) => string;
  readonly cannotReserve: string;
  readonly failure: (failure: Failure, topic: string, about: Maybe) => string;
  readonly incomplete: (topic: string) => string;

  readonly price: (product: string, price: string) => string;
  readonly description: (text: string) => string;
  readonly specs: (pairs: readonly string[]) => string;
  readonly inStock: (sku: Maybe, city: Maybe, total: string) => string;
  readonly outOfStock: (sku: Maybe, city: Maybe) => string;
  readonly noStockListed: (sku: Maybe, city: Maybe) => string;
  readonly warehouse: (name: string, quantity: string, distance: Maybe) => string;
  readonly restock: (time: string) => string;
  readonly reserved: (id: string, quantity: Maybe, sku: Maybe, city: Maybe, until: Maybe) => string;
  readonly discounted: (original: Maybe, final: string) => string;
  readonly reduction: (name: string, amount: Maybe) => string;
  readonly noReduction: string;
  readonly couponRejected: (reason: string) => string;
  readonly shipment: (order: string, status: Maybe, carrier: Maybe, tracking: Maybe) => string;
  readonly status: Readonly<Record<string, string>>;
  readonly event: (time: Maybe, city: Maybe, description: Maybe) => string;
  readonly expected: (time: string) => string;
  readonly delivery: (sku: Maybe, city: Maybe, earliest: Maybe, latest: Maybe) => string;
  readonly deliveryOutOfStock: (sku: Maybe, city: Maybe) => string;
  readonly found: (lines: readonly string[]) => string;
  readonly nothingFound: string;
  readonly more: string;
  readonly whichOne: string;
  readonly other: (pairs: readonly string[]) => string;
}
