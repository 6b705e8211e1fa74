import type { Backbone } from '@turnfleet/backbone';
import { observeGauge } from '@turnfleet/telemetry';

type Gauges = ReturnType<NonNullable<Backbone['logGauges']>>;

/** Gauges of what stands in the way of the log's records; returns what takes them off again. */
export function observeLog(read: () => Gauges): () => void {
  const removals = [
    observeGauge('turnfleet.log.held_back', (result) => result.observe(read().recordsHeldBack)),
    observeGauge('turnfleet.partitions.added', (result) => result.observe(read().partitionsAdded)),
  ];
  return () => removals.forEach((remove) => remove());
}
