/** Milliseconds to rest after the n-th failure in a row (from 1): doubling from 100 ms, at most 10 s. */
export function backoffMs(failures: number): number {
  return Math.min(100 * 2 ** Math.min(failures - 1, 10), 10_000);
}
