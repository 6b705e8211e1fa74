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
export function marginsOf({ planes }: Planes, example: Features): Float64Array {
  return Float64Array.from(planes, ({ grams, vector, bias }) => product(example, grams, vector) + bias);
}
