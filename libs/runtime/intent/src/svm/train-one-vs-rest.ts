import type { Random } from '@turnfleet/core';
import type { Features } from '../features/weighting.ts';
import { type Plane, product, type SvmOptions, trainBinary } from './train-binary.ts';

/** One plane a label, in the order of the labels. */
export interface Planes {
  readonly labels: readonly string[];
  readonly planes: readonly Plane[];
}

/** Each label against all the others. */
export function trainOneVsRest(
  examples: readonly Features[],
  labelOf: readonly string[],
  options: SvmOptions,
  random: Random,
): Planes {
  const labels = [...new Set(labelOf)].sort();
  return {
    labels,
    planes: labels.map((label) => trainBinary(examples, (index) => labelOf[index] === label, options, random)),
  };
}

/** How far on its side of each plane an example lies, in the order of the labels. */
export function marginsOf(all: Planes, example: Features): Float64Array {
  const { planes } = all;
  const count = planes.length;
  const table = tables.get(all) ?? tableOf(planes);
  tables.set(all, table);
  const margins = Float64Array.from(
    planes,
    ({ vector, bias }) => product({ ...example, ...noGrams }, noWeights, vector) + bias,
  );
  example.buckets.forEach((bucket, at) => {
    const weight = example.weights[at] ?? 0;
    for (let plane = 0; plane < count; plane += 1)
      margins[plane] = (margins[plane] ?? 0) + weight * (table[bucket * count + plane] ?? 0);
  });
  return margins;
}

const noGrams = { buckets: new Uint32Array(0), weights: new Float32Array(0) };
const noWeights = new Float32Array(0);

/** All planes, bucket by bucket: what a gram needs lies together, and is one access to memory instead of one a plane. */
const tables = new WeakMap<Planes, Float32Array>();

function tableOf(planes: readonly Plane[]): Float32Array {
  const buckets = planes[0]?.grams.length ?? 0;
  const table = new Float32Array(buckets * planes.length);
  for (const [plane, { grams }] of planes.entries())
    for (let bucket = 0; bucket < buckets; bucket += 1) table[bucket * planes.length + plane] = grams[bucket] ?? 0;
  return table;
}
