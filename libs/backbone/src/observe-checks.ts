import { metrics, type ObservableResult } from '@opentelemetry/api';
import type { Check } from '@turnfleet/core';
import type { Running } from '@turnfleet/service-kit';

/** What `/readyz` says, for alerts: 1 for each dependency that is away or refuses what is needed of it, else 0. */
export function observeChecks(checks: readonly Check[]): Running {
  const failing = metrics.getMeter('turnfleet/backbone').createObservableGauge('turnfleet.dependency.failing', {
    description: 'Whether a dependency is away or refuses what is needed of it; /readyz says what is wrong',
  });
  const observe = (result: ObservableResult): void => {
    for (const check of checks) result.observe(check.problem() === null ? 0 : 1, { dependency: check.name });
  };
  failing.addCallback(observe);
  return { stop: async () => failing.removeCallback(observe) };
}
