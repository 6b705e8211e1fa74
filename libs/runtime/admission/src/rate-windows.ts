import type { WindowTaken } from './sliced-window.ts';

/** Requests a minute of somebody; `name` is theirs alone. */
export interface RateAsk {
  readonly name: string;
  readonly limit: number;
}

/** Counts over all doors. Fails with `overloaded` when it is away. */
export interface RateWindows {
  /**
   * Counts one request in each of the windows if all have room, else in none. What is asked for together lies together, under
   * the name of the group.
   */
  take(group: string, asks: readonly RateAsk[]): Promise<readonly WindowTaken[]>;
}
