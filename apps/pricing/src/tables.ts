import type { OutboxTables } from '@turnfleet/shop';

/** Amounts are decimal text, instants ISO 8601 text. */
export interface PricingTables extends OutboxTables {
  level: { level: string; name_zh: string; name_en: string; points: number };
  coupon: {
    code: string;
    /** Exactly one of these two is set. */
    points_off: number | null;
    amount_off: string | null;
    currency: string;
    minimum: string;
    cap: string | null;
    valid_from: string;
    valid_until: string;
    /** Comma-separated; empty: every level. */
    levels: string;
    /** 1 or 0. */
    combinable: number;
  };
  /** One row. */
  policy: { id: number; cap_points: number };
}
