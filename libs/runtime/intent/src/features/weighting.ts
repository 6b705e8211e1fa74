import { gramBuckets, gramsOf } from './grams.ts';

/** Grams of a message with their weights, and its sentence vector if there is an encoder. Each part has length 1. */
export interface Features {
  /** Ascending. */
  readonly buckets: Uint32Array;
  readonly weights: Float32Array;
  readonly vector: Float32Array | null;
}

/** How telling each bucket is: ln((n + 1) / (messages with it + 1)) + 1. A bucket that no message had counts as most telling. */
export interface Weighting {
  /** Buckets that some message had, ascending. */
  readonly seen: readonly number[];
  /** By bucket. */
  readonly idf: Float64Array;
  readonly unseen: number;
}

export function weightingOf(texts: readonly string[]): Weighting {
  const having = new Map<number, number>();
  for (const text of texts)
    for (const bucket of new Set(gramsOf(text))) having.set(bucket, (having.get(bucket) ?? 0) + 1);
  const idfOf = (count: number): number => Math.log((texts.length + 1) / (count + 1)) + 1;
  const seen = [...having.keys()].sort((a, b) => a - b);
  return weightingBy(
    seen,
    seen.map((bucket) => idfOf(having.get(bucket) ?? 0)),
    idfOf(0),
  );
}

/** @param telling of the buckets that were seen, in their order */
export function weightingBy(seen: readonly number[], telling: readonly number[], unseen: number): Weighting {
  const idf = new Float64Array(gramBuckets).fill(unseen);
  for (const [at, bucket] of seen.entries()) idf[bucket] = telling[at] ?? unseen;
  return { seen, idf, unseen };
}

/** Sublinear tf–idf: (1 + ln count) × idf, brought to length 1 (Manning et al., Introduction to Information Retrieval, 6.4). */
export function featuresOf(text: string, { idf }: Weighting, vector: Float32Array | null = null): Features {
  const grams = gramsOf(text);
  const weights = new Float32Array(grams.length);
  let distinct = 0;
  let square = 0;
  for (let at = 0; at < grams.length; ) {
    const bucket = grams[at] ?? 0;
    let count = 1;
    while (grams[at + count] === bucket) count += 1;
    const weight = Math.fround((count === 1 ? 1 : 1 + Math.log(count)) * (idf[bucket] ?? 0));
    grams[distinct] = bucket;
    weights[distinct] = weight;
    square += weight * weight;
    distinct += 1;
    at += count;
  }
  const length = Math.sqrt(square) || 1;
  for (let at = 0; at < distinct; at += 1) weights[at] = (weights[at] ?? 0) / length;
  return { buckets: grams.subarray(0, distinct), weights: weights.subarray(0, distinct), vector };
}
