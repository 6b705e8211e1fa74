import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace';

/** The samplers of `OTEL_TRACES_SAMPLER`. https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/ */
export const samplerNames = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

export interface Sampling {
  readonly name: (typeof samplerNames)[number];
  /** Share of the traces that a ratio keeps, from 0 to 1. */
  readonly ratio: number;
}

/** The standard's default keeps every trace unless its parent was not kept. */
export function samplerOf({ name, ratio }: Sampling = { name: 'parentbased_always_on', ratio: 1 }): Sampler {
  const root = rootSampler(name, ratio);
  return name.startsWith('parentbased_') ? new ParentBasedSampler({ root }) : root;
}

function rootSampler(name: Sampling['name'], ratio: number): Sampler {
  if (name.endsWith('always_on')) return new AlwaysOnSampler();
  if (name.endsWith('always_off')) return new AlwaysOffSampler();
  return new TraceIdRatioBasedSampler(ratio);
}
