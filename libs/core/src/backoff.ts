export interface Backoff {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** Milliseconds to rest after the n-th failure in a row (from 1): doubling from the first, up to the longest. */
export function backoff({ firstMs, longestMs }: Backoff, failures: number): number {
  // Beyond 2 ** 30 no pause is meant, and the product would lose its meaning.
  return Math.min(firstMs * 2 ** Math.min(failures - 1, 30), longestMs);
}
