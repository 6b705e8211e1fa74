import type { Usd } from '../money/usd.ts';

/** The purses of one tenant on one day (UTC, `2026-01-31`). */
export interface PurseBook {
  readonly tenant: string;
  readonly day: string;
}

/** A limit that a call has to stay below; `name` is unique in its book. */
export interface Purse {
  readonly name: string;
  readonly hard: Usd;
}

/** What is spent of a purse, and what calls under way have reserved. */
export interface PurseState {
  readonly spent: Usd;
  readonly reserved: Usd;
}

export interface Reserved {
  /** Every purse has room for the amount; else nothing was reserved of any. */
  readonly fits: boolean;
  /** As they are afterwards, in the order of the purses. */
  readonly purses: readonly PurseState[];
}

export interface Settlement {
  /** Id of the call. */
  readonly call: string;
  readonly cost: Usd;
  /** Purses to charge should nothing have been reserved, as the store was away; empty: nothing is charged then. */
  readonly late: readonly string[];
}

/**
 * What tenants and users have spent today. Atomic over any number of processes: no two of them are given the same money.
 * Every call may be repeated as it was. Fails with `overloaded` while it is away. A day is kept for three.
 */
export interface BudgetStore {
  reserve(book: PurseBook, call: string, amount: Usd, purses: readonly Purse[]): Promise<Reserved>;
  /** What was reserved for the calls is free again, and what they cost is spent. One that was settled stays so. */
  settle(book: PurseBook, settlements: readonly Settlement[]): Promise<void>;
}
