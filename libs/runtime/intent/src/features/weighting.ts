import { gramsOf } from './grams.ts';

/** Grams of a message with their weights, and its sentence vector if there is an encoder. Each part has length 1. */
export interface Features {
  /** Ascending. */
  readonly buckets: Uint32Array;
  readonly weights: Float32Array;
  readonly vector: Float32Array | null;
}

/** How telling each bucket is: ln((n + 1) / (messages with it + 1)) + 1. A bucket that no message had counts as most telling. */
export interface Weighting {
  readonly idf: ReadonlyMap<number, number>;
  readonly unseen: number;
}

export function weightingOf(texts: readonly string[]): Weighting {
  const having = new Map<number, number>();
  for (const text of texts)
    for (const bucket of gramsOf(text).keys()) having.set(bucket, (having.get(bucket) ?? 0) + 1);
  const idfOf = (count: number): number => Math.log((texts.length + 1) / (count + 1)) + 1;
  return { idf: new Map([...having].map(([bucket, count]) => [bucket, idfOf(count)])), unseen: idfOf(0) };
}

/** Sublinear tf–idf: (1 + ln count) × idf, brought to length 1 (Manning et al., Introduction to Information Retrieval, 6.4). */
export function featuresOf(text: string, { idf, unseen }: Weighting, vector: Float32Array | null = null): Features {
  const grams = [...gramsOf(text)].sort(([a], [b]) => a - b);
  const weights = Float32Array.from(grams, ([bucket, count]) => (1 + Math.log(count)) * (idf.get(bucket) ?? unseen));
  let square = 0;
  for (const weight of weights) square += weight * weight;
  const length = Math.sqrt(square) || 1;
  return {
    buckets: Uint32Array.from(grams, ([bucket]) => bucket),
    weights: weights.map((one) => one / length),
    vector,
  };
}
