import { observeGauge } from '@turnfleet/telemetry';
import type { EngineStats } from '@turnfleet/turn-engine';

type Partitions = EngineStats['partitions'];

/** Gauges of the turn engine; returns what takes them off again. */
export function observeEngine(stats: () => EngineStats): () => void {
  const lag = (partitions: Partitions): number => partitions.reduce((sum, { frontierLag }) => sum + frontierLag, 0);
  const removals = [
    observeGauge('turnfleet.engine.in_flight', (result) => result.observe(stats().running)),
    observeGauge('turnfleet.engine.capacity', (result) => result.observe(stats().capacity)),
    observeGauge('turnfleet.engine.waiting', (result) => result.observe(stats().waiting)),
    observeGauge('turnfleet.engine.suspects', (result) => result.observe(stats().suspects)),
    observeGauge('turnfleet.engine.held', (result) => result.observe(stats().takenBytes)),
    observeGauge('turnfleet.engine.queue_age', (result) => result.observe(stats().queueAgeMs / 1000)),
    observeGauge('turnfleet.engine.frontier_lag', (result) => result.observe(lag(stats().partitions))),
    observeGauge('turnfleet.engine.partitions', (result) => result.observe(stats().partitions.length)),
  ];
  return () => removals.forEach((remove) => remove());
}
