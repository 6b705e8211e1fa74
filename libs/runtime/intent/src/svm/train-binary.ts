import type { Random } from '@turnfleet/core';
import type { Features } from '../features/weighting.ts';

/** A plane between two classes. */
export interface Plane {
  /** By bucket. */
  readonly grams: Float32Array;
  /** By dimension of the sentence vector; empty without one. */
  readonly vector: Float32Array;
  readonly bias: number;
}

export interface SvmOptions {
  /** How much an example on the wrong side costs. */
  readonly cost: number;
  /** Passes over the examples, at most. */
  readonly epochs: number;
  /** Ends when no example violates its condition by more. */
  readonly tolerance: number;
  /** How many buckets there are. */
  readonly buckets: number;
}

/**
 * L2-loss linear support vector machine by dual coordinate descent (Hsieh et al., ICML 2008, algorithm 1, with its
 * shrinking): min ½‖w‖² + C Σ max(0, 1 − yᵢ w·xᵢ)². `positive[i]` says on which side example i lies.
 */
export function trainBinary(
  examples: readonly Features[],
  positive: (index: number) => boolean,
  { cost, epochs, tolerance, buckets }: SvmOptions,
  random: Random,
): Plane {
  const grams = new Float32Array(buckets);
  const vector = new Float32Array(examples[0]?.vector?.length ?? 0);
  let bias = 0;
  const alpha = new Float64Array(examples.length);
  const diagonal = 1 / (2 * cost);
  const squares = Float64Array.from(examples, squareOf);
  let active = Array.from(examples, (_, index) => index);
  let bound = Number.POSITIVE_INFINITY;
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    shuffle(active, random);
    let worst = 0;
    const kept: number[] = [];
    for (const index of active) {
      const example = examples[index] as Features;
      const side = positive(index) ? 1 : -1;
      const before = alpha[index] as number;
      const gradient = side * (product(example, grams, vector) + bias) - 1 + diagonal * before;
      if (before === 0 && gradient > bound) continue;
      kept.push(index);
      const projected = before === 0 ? Math.min(gradient, 0) : gradient;
      worst = Math.max(worst, Math.abs(projected));
      if (Math.abs(projected) < 1e-12) continue;
      const after = Math.max(before - gradient / ((squares[index] as number) + diagonal), 0);
      alpha[index] = after;
      const step = (after - before) * side;
      addTo(example, grams, vector, step);
      bias += step;
    }
    if (worst < tolerance) {
      if (kept.length === examples.length || bound === Number.POSITIVE_INFINITY) break;
      // Once more over all of them: what was left out may have become a violation.
      active = Array.from(examples, (_, index) => index);
      bound = Number.POSITIVE_INFINITY;
    } else {
      active = kept;
      bound = worst;
    }
  }
  return { grams, vector, bias };
}

/** With the bias, which is a feature of value 1. */
function squareOf({ weights, vector }: Features): number {
  let sum = 1;
  for (const weight of weights) sum += weight * weight;
  for (const one of vector ?? []) sum += one * one;
  return sum;
}

/** What a plane says of an example, without its bias. */
function product({ buckets, weights, vector }: Features, grams: Float32Array, dense: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < buckets.length; i += 1) sum += (grams[buckets[i] as number] as number) * (weights[i] as number);
  if (vector) for (let i = 0; i < dense.length; i += 1) sum += (dense[i] as number) * (vector[i] as number);
  return sum;
}

function addTo({ buckets, weights, vector }: Features, grams: Float32Array, dense: Float32Array, step: number): void {
  for (let i = 0; i < buckets.length; i += 1) {
    const bucket = buckets[i] as number;
    grams[bucket] = (grams[bucket] as number) + step * (weights[i] as number);
  }
  if (vector) for (let i = 0; i < dense.length; i += 1) dense[i] = (dense[i] as number) + step * (vector[i] as number);
}

function shuffle(list: number[], random: Random): void {
  for (let i = list.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    const kept = list[i] as number;
    list[i] = list[j] as number;
    list[j] = kept;
  }
}
