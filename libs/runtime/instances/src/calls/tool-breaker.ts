import type { BreakerLimits } from '@turnfleet/core';

/**
 * For one method at one version of a service. A service that is back is found within the longest time plus a call: sooner
 * than shoppers give up, and seldom enough that nobody notices the trials.
 */
export const toolBreaker: BreakerLimits = {
  fewest: 10,
  errorShare: 0.5,
  // Tools have deadlines: one that is slow to the end is late, and that is a failure.
  slowShare: 2,
  slowMs: 5_000,
  windowMs: 5_000,
  openMs: 1_000,
  longestOpenMs: 8_000,
};
