import type { Check } from '@turnfleet/core';
import type { Running } from '@turnfleet/service-kit';
import { observeGauge } from '@turnfleet/telemetry';

/** What `/readyz` says, for alerts: 1 for each dependency that is away or refuses what is needed of it, else 0. */
export function observeChecks(checks: readonly Check[]): Running {
  const unobserve = observeGauge('turnfleet.dependency.failing', (result) => {
    for (const check of checks) result.observe(check.problem() === null ? 0 : 1, { dependency: check.name });
  });
  return { stop: async () => unobserve() };
}
