import type { Amount } from './amounts.ts';
import type { Level } from './entities.ts';

/** The product a question is about. */
export type ProductRef =
  | { readonly kind: 'sku'; readonly sku: string }
  /** Only described, e.g. "iPhone 15": to be looked up by these words. */
  | { readonly kind: 'named'; readonly words: string }
  /** Not said, or several are possible. */
  | { readonly kind: 'unknown' };

/** One thing the shopper wants. Null is what nobody said. */
export type Need =
  | { readonly kind: 'price' | 'details'; readonly product: ProductRef }
  | { readonly kind: 'inventory' | 'delivery'; readonly product: ProductRef; readonly city: string | null }
  | {
      readonly kind: 'reserve';
      readonly product: ProductRef;
      readonly city: string | null;
      /** As written: also 1.5 or -2. */
      readonly quantity: number;
    }
  | {
      readonly kind: 'discount';
      readonly product: ProductRef;
      /** A price the shopper gave; else the product's own is looked up first. */
      readonly price: Amount | null;
      readonly level: Level | null;
      readonly coupon: string | null;
      /** The shopper speaks of a coupon, named or not. */
      readonly withCoupon: boolean;
    }
  | { readonly kind: 'track'; readonly orderId: string | null }
  | { readonly kind: 'search'; readonly words: string; readonly ceiling: Amount | null };
