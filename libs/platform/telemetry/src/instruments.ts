import {
  type AttributeValue,
  type Counter,
  type Histogram,
  type Meter,
  type MetricOptions,
  metrics,
  type ObservableResult,
  type UpDownCounter,
} from '@opentelemetry/api';
import { type MetricEntry, metricCatalogue } from './metrics.ts';

type Catalogue = typeof metricCatalogue;
type NameOf<Kind extends MetricEntry['kind']> = {
  [Name in keyof Catalogue]: Catalogue[Name]['kind'] extends Kind ? Name : never;
}[keyof Catalogue];

/** The labels that the catalogue gives an instrument; another one does not compile. */
type Labels<Name extends keyof Catalogue> = Catalogue[Name] extends { readonly labels: readonly (infer Label)[] }
  ? Partial<Record<Label & string, AttributeValue>>
  : Record<never, AttributeValue>;

/** Instruments belong to the meter that is registered when they are created: create them in what composes, not on import. */
export function counter<Name extends NameOf<'counter'>>(name: Name): Counter<Labels<Name>> {
  const { meter, options } = placed(name);
  return meter.createCounter(name, options);
}

export function upDownCounter<Name extends NameOf<'up-down counter'>>(name: Name): UpDownCounter<Labels<Name>> {
  const { meter, options } = placed(name);
  return meter.createUpDownCounter(name, options);
}

export function histogram<Name extends NameOf<'histogram'>>(name: Name): Histogram<Labels<Name>> {
  const { meter, options } = placed(name);
  return meter.createHistogram(name, options);
}

/** Calls `observe` whenever somebody reads the metrics; returns what ends that. */
export function observeGauge<Name extends NameOf<'gauge'>>(
  name: Name,
  observe: (result: ObservableResult<Labels<Name>>) => void,
): () => void {
  const { meter, options } = placed(name);
  const gauge = meter.createObservableGauge<Labels<Name>>(name, options);
  gauge.addCallback(observe);
  return () => gauge.removeCallback(observe);
}

function placed(name: keyof Catalogue): { readonly meter: Meter; readonly options: MetricOptions } {
  const { scope, description, unit, buckets }: MetricEntry = metricCatalogue[name];
  const options = {
    description,
    ...(unit === undefined ? {} : { unit }),
    ...(buckets ? { advice: { explicitBucketBoundaries: [...buckets] } } : {}),
  };
  return { meter: metrics.getMeter(scope), options };
}
