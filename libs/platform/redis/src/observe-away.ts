import { metrics, type ObservableResult } from '@opentelemetry/api';

/**
 * Counts the masters that are away, in a gauge: readiness says nothing while one of them answers. Returns what takes the
 * gauge off again.
 */
export function observeAway(away: () => number): () => void {
  const gauge = metrics.getMeter('turnfleet/redis').createObservableGauge('turnfleet.redis.masters_away', {
    description: 'Masters of the Redis Cluster that do not answer; their partitions wait',
    unit: '{server}',
  });
  const observe = (result: ObservableResult): void => result.observe(away());
  gauge.addCallback(observe);
  return () => gauge.removeCallback(observe);
}
