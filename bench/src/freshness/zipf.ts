import type { Random } from '@turnfleet/core';

/** Draws places from 0 of so many, the one at place n with a weight of 1/(n+1)^exponent. */
export function zipf(size: number, exponent: number, random: Random): () => number {
  let sum = 0;
  const sums = Array.from({ length: size }, (_, place) => (sum += 1 / (place + 1) ** exponent));
  return () => {
    const at = random() * sum;
    let [low, high] = [0, size - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sums[middle] ?? 0) < at) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
