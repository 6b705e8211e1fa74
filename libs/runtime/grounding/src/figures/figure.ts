import type { Day, Decimal } from '@turnfleet/reading';

export type DurationUnit = 'second' | 'minute' | 'hour' | 'day' | 'business_day' | 'week' | 'month' | 'year';

export type Status =
  | 'in_stock'
  | 'out_of_stock'
  | 'preparing'
  | 'shipped'
  | 'in_transit'
  | 'out_for_delivery'
  | 'delivered'
  | 'delayed'
  | 'returned'
  | 'cancelled'
  | 'refunded'
  | 'reserved'
  | 'placed';

/** What a figure says. */
export type Stated =
  | { readonly kind: 'money'; readonly value: Decimal; readonly currency: string }
  /** A reduction is told by what is taken off: 八折 is 20. */
  | { readonly kind: 'percent'; readonly value: Decimal }
  /** `pieces`: of things that are sold, not of kinds or offers. */
  | { readonly kind: 'count'; readonly value: Decimal; readonly pieces: boolean }
  /** Without a unit. */
  | { readonly kind: 'number'; readonly value: Decimal }
  | { readonly kind: 'measure'; readonly value: Decimal; readonly unit: string }
  | { readonly kind: 'duration'; readonly value: Decimal; readonly unit: DurationUnit }
  | { readonly kind: 'date'; readonly day: Day; readonly yearSaid: boolean; readonly weekday: number | null }
  /** A day of some month, `15号`. */
  | { readonly kind: 'monthDay'; readonly value: number }
  /** `week`: 0 is this one, 1 the next, null not said. */
  | { readonly kind: 'weekday'; readonly weekday: number; readonly week: number | null }
  /** Minutes of the day, several where the half of the day is not said; `day` if it was said right before. */
  | { readonly kind: 'time'; readonly minutes: readonly number[]; readonly day: Day | null }
  /** From one minute of the day to another, as in 明天下午. */
  | { readonly kind: 'dayPart'; readonly from: number; readonly to: number; readonly day: Day | null }
  | { readonly kind: 'status'; readonly status: Status }
  | { readonly kind: 'code'; readonly code: string };

/** A figure in a sentence, `text` as it stands there. */
export interface Figure {
  readonly text: string;
  /** Where it begins in the sentence, as `normalized` has it. */
  readonly at: number;
  readonly stated: Stated;
}

export type FigureKind = Stated['kind'];
