import { metrics, type ObservableResult } from '@opentelemetry/api';
import type { EngineStats } from '@turnfleet/turn-engine';

/** Gauges of the turn engine; returns what takes them off again. */
export function observeEngine(stats: () => EngineStats): () => void {
  const meter = metrics.getMeter('turnfleet/orchestrator');
  const gauge = (name: string, description: string, unit: string, read: (stats: EngineStats) => number) => {
    const instrument = meter.createObservableGauge(name, { description, unit });
    const observe = (result: ObservableResult): void => result.observe(read(stats()));
    instrument.addCallback(observe);
    return () => instrument.removeCallback(observe);
  };
  const removals = [
    gauge('turnfleet.engine.in_flight', 'Turns being worked on', '{turn}', ({ running }) => running),
    gauge('turnfleet.engine.capacity', 'Turns that may be worked on at once', '{turn}', ({ capacity }) => capacity),
    gauge('turnfleet.engine.waiting', 'Turns fetched and waiting for their lane', '{turn}', ({ waiting }) => waiting),
    gauge(
      'turnfleet.engine.suspects',
      'Turns that may have ended a worker, waiting to run alone',
      '{turn}',
      ({ suspects }) => suspects,
    ),
    gauge('turnfleet.engine.held', 'Bytes of the records held', 'By', ({ heldBytes }) => heldBytes),
    gauge('turnfleet.engine.queue_age', 'Age of the longest waiting turn', 's', ({ queueAgeMs }) => queueAgeMs / 1000),
    gauge(
      'turnfleet.engine.frontier_lag',
      'Records from the frontier to the newest delivered',
      '{record}',
      ({ partitions }) => partitions.reduce((sum, { frontierLag }) => sum + frontierLag, 0),
    ),
    gauge('turnfleet.engine.partitions', 'Partitions owned', '{partition}', ({ partitions }) => partitions.length),
  ];
  return () => removals.forEach((remove) => remove());
}
