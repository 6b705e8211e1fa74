import type { BasisPoints, Nanos } from './amount.ts';

export const userLevels = ['regular', 'silver', 'gold'] as const;

export type UserLevel = (typeof userLevels)[number];

export interface Text {
  readonly zh: string;
  readonly en: string;
}

export interface LevelRule {
  readonly level: UserLevel;
  readonly name: Text;
  /** Share of the original price taken off. */
  readonly points: BasisPoints;
}

export interface CouponRule {
  readonly code: string;
  readonly off: { readonly points: BasisPoints } | { readonly amount: Nanos };
  /** The currency of the amounts below and of a fixed amount off. */
  readonly currency: string;
  /** Least original price. */
  readonly minimum: Nanos;
  /** Most it takes off. */
  readonly cap: Nanos | null;
  /** Unix milliseconds; valid from `validFrom`, no longer at `validUntil`. */
  readonly validFrom: number;
  readonly validUntil: number;
  /** Levels it is for; empty: all. */
  readonly levels: readonly UserLevel[];
  /** Whether the level's discount is given as well. */
  readonly combinable: boolean;
}

/** What a price is worked out by. */
export interface Rules {
  readonly level: LevelRule;
  /** Most of the original price that all reductions together take off. */
  readonly cap: BasisPoints;
}
