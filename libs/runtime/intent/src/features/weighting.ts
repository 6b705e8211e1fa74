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
  const distinct = distinctIn(grams);
  const buckets = new Uint32Array(distinct);
  const weights = new Float32Array(distinct);
  let square = 0;
  for (let place = 0, at = 0; place < distinct; place += 1) {
    const bucket = grams[at] as number;
    let count = 1;
    while (grams[at + count] === bucket) count += 1;
    at += count;
    const weight = Math.fround((count === 1 ? 1 : 1 + Math.log(count)) * (idf[bucket] as number));
    buckets[place] = bucket;
    weights[place] = weight;
    square += weight * weight;
  }
  const length = Math.sqrt(square) || 1;
  for (let place = 0; place < distinct; place += 1) weights[place] = (weights[place] as number) / length;
  return { buckets, weights, vector };
}

function distinctIn(ascending: Uint32Array): number {
  let distinct = 0;
  for (let at = 0; at < ascending.length; at += 1) if (at === 0 || ascending[at] !== ascending[at - 1]) distinct += 1;
  return distinct;
}
