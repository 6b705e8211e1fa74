import { TurnfleetError } from '@turnfleet/core';
import { gramBuckets } from '../features/grams.ts';
import { weightingBy } from '../features/weighting.ts';
import type { TrainedRecogniser } from './recogniser.ts';

/** What the numbers of the file mean; it stands before them as one line of JSON. */
interface Header {
  readonly format: 'turnfleet-intents-1';
  readonly labels: readonly string[];
  readonly sharpness: number;
  readonly unseenIdf: number;
  /** Buckets that some example had. */
  readonly buckets: number;
  /** Numbers of a sentence vector; 0 without encoder. */
  readonly dimensions: number;
  /** Of every plane: its bias, and what its steps of one 127th stand for. */
  readonly planes: readonly { readonly bias: number; readonly step: number }[];
}

const format = 'turnfleet-intents-1';
const levels = 127;

/**
 * A recogniser as bytes: the header; then the seen buckets (uint32), their idf (float32), and of every plane its grams in
 * 255 steps (int8) and its vector (float32). Little-endian.
 */
export function encodeRecogniser({ weighting, planes: { labels, planes }, sharpness }: TrainedRecogniser): Buffer {
  const buckets = weighting.seen;
  const steps = planes.map(
    ({ grams }) => buckets.reduce((most, at) => Math.max(most, Math.abs(grams[at] ?? 0)), 0) / levels,
  );
  const header: Header = {
    format,
    labels,
    sharpness,
    unseenIdf: weighting.unseen,
    buckets: buckets.length,
    dimensions: planes[0]?.vector.length ?? 0,
    planes: planes.map(({ bias }, at) => ({ bias, step: steps[at] || 1 })),
  };
  const parts = [
    Buffer.from(`${JSON.stringify(header)}\n`),
    numbers(buckets, 4, (buffer, value, at) => buffer.writeUInt32LE(value, at)),
    numbers(
      buckets.map((at) => weighting.idf[at] ?? 0),
      4,
      (buffer, value, at) => buffer.writeFloatLE(value, at),
    ),
    ...planes.flatMap(({ grams, vector }, plane) => [
      Buffer.from(Int8Array.from(buckets, (at) => Math.round((grams[at] ?? 0) / (steps[plane] || 1))).buffer),
      numbers([...vector], 4, (buffer, value, at) => buffer.writeFloatLE(value, at)),
    ]),
  ];
  return Buffer.concat(parts);
}

/** Reads what `encodeRecogniser` wrote. Throws `invalid_request` for anything else. */
export function decodeRecogniser(bytes: Buffer): TrainedRecogniser {
  const header = headerOf(bytes);
  let at = bytes.indexOf(10) + 1;
  const length = at + header.buckets * 8 + header.planes.length * (header.buckets + 4 * header.dimensions);
  if (bytes.length !== length) throw notOurs(`it has ${bytes.length} bytes instead of ${length}`);
  const read = (count: number, size: number, one: (at: number) => number): number[] => {
    const from = at;
    at += count * size;
    return Array.from({ length: count }, (_, index) => one(from + index * size));
  };
  const buckets = read(header.buckets, 4, (place) => bytes.readUInt32LE(place));
  const idf = read(header.buckets, 4, (place) => bytes.readFloatLE(place));
  const planes = header.planes.map(({ bias, step }) => {
    const grams = new Float32Array(gramBuckets);
    for (let index = 0; index < header.buckets; index += 1)
      grams[buckets[index] as number] = bytes.readInt8(at + index) * step;
    at += header.buckets;
    return { bias, grams, vector: Float32Array.from(read(header.dimensions, 4, (place) => bytes.readFloatLE(place))) };
  });
  const weighting = weightingBy(buckets, idf, header.unseenIdf);
  return { weighting, planes: { labels: header.labels, planes }, sharpness: header.sharpness };
}

function headerOf(bytes: Buffer): Header {
  const line = bytes.subarray(0, Math.max(bytes.indexOf(10), 0)).toString();
  try {
    const header = JSON.parse(line) as Header;
    if (header.format === format) return header;
  } catch {
    throw notOurs('its first line is no JSON');
  }
  throw notOurs(`it is not of the format ${format}`);
}

function notOurs(why: string): TurnfleetError {
  return new TurnfleetError('invalid_request', `This is no file of an intent recogniser: ${why}.`, {
    suggestion: 'Make it with `npm run intents -- train`.',
  });
}

function numbers(
  values: readonly number[],
  size: number,
  write: (buffer: Buffer, value: number, at: number) => void,
): Buffer {
  const buffer = Buffer.alloc(values.length * size);
  for (const [index, value] of values.entries()) write(buffer, value, index * size);
  return buffer;
}
