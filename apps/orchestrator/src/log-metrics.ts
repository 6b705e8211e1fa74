import { metrics, type ObservableResult } from '@opentelemetry/api';
import type { Backbone } from '@turnfleet/backbone';

type Gauges = ReturnType<NonNullable<Backbone['logGauges']>>;

/** Gauges of what stands in the way of the log's records; returns what takes them off again. */
export function observeLog(read: () => Gauges): () => void {
  const meter = metrics.getMeter('turnfleet/orchestrator');
  const gauge = (name: string, description: string, unit: string, value: (gauges: Gauges) => number) => {
    const instrument = meter.createObservableGauge(name, { description, unit });
    const observe = (result: ObservableResult): void => result.observe(value(read()));
    instrument.addCallback(observe);
    return () => instrument.removeCallback(observe);
  };
  const removals = [
    gauge(
      'turnfleet.log.held_back',
      'Records behind open transactions, from the last stable offset to the end of the partitions owned',
      '{record}',
      ({ recordsHeldBack }) => recordsHeldBack,
    ),
    gauge(
      'turnfleet.partitions.added',
      'Partitions that were added to topics since this process counted them',
      '{partition}',
      ({ partitionsAdded }) => partitionsAdded,
    ),
  ];
  return () => removals.forEach((remove) => remove());
}
