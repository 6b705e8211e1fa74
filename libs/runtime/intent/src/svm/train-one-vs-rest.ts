import type { Random } from '@turnfleet/core';
import type { Features } from '../features/weighting.ts';
import { type Plane, type SvmOptions, trainBinary } from './train-binary.ts';

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
export function marginsOf(all: Planes, { buckets, weights, vector }: Features): Float64Array {
  const { rowOf, rows } = rowsFor(all);
  const count = all.planes.length;
  const margins = new Float64Array(count);
  for (const [at, plane] of all.planes.entries()) margins[at] = plane.bias + (vector ? dot(plane.vector, vector) : 0);
  for (let at = 0; at < buckets.length; at += 1) {
    const row = rowOf[buckets[at] as number] as number;
    if (row === noRow) continue;
    const weight = weights[at] as number;
    const first = row * count;
    for (let plane = 0; plane < count; plane += 1)
      margins[plane] = (margins[plane] as number) + weight * (rows[first + plane] as number);
  }
  return margins;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/**
 * All planes, bucket by bucket, without the buckets of which none says anything: what a gram needs lies together, and all of
 * it in the processor's cache.
 */
interface Rows {
  /** By bucket, or `noRow`. */
  readonly rowOf: Int32Array;
  /** A row has a number a plane. */
  readonly rows: Float32Array;
}

const noRow = -1;
const made = new WeakMap<Planes, Rows>();

function rowsFor(all: Planes): Rows {
  const known = made.get(all);
  if (known) return known;
  const rows = rowsOf(all.planes);
  made.set(all, rows);
  return rows;
}

function rowsOf(planes: readonly Plane[]): Rows {
  const buckets = planes[0]?.grams.length ?? 0;
  const rowOf = new Int32Array(buckets).fill(noRow);
  let count = 0;
  for (let bucket = 0; bucket < buckets; bucket += 1)
    if (planes.some(({ grams }) => grams[bucket] !== 0)) rowOf[bucket] = count++;
  const rows = new Float32Array(count * planes.length);
  for (const [plane, { grams }] of planes.entries())
    for (let bucket = 0; bucket < buckets; bucket += 1) {
      const row = rowOf[bucket] as number;
      if (row !== noRow) rows[row * planes.length + plane] = grams[bucket] as number;
    }
  return { rowOf, rows };
}
