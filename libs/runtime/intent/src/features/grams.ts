import { normalisedText } from './normalised-text.ts';

/** Grams are counted in this many buckets. */
export const gramBuckets = 2 ** 17;

const tokens = /\p{Script=Han}+|[\p{L}\p{M}\p{N}¤'’]+/gu;
const hanRun = /^\p{Script=Han}/u;
const longestHanGram = 3;
const letterGrams = { least: 2, most: 5 };

/**
 * What a message is made of, hashed into buckets, ascending, each as often as it occurs: of Chinese every run of one to
 * three characters, of other scripts words, pairs of words and runs of two to five letters within a word, marked at its
 * edges; and the first and the last token.
 */
export function gramsOf(text: string): Uint32Array {
  const read = normalisedText(text);
  const found = read.match(tokens) ?? [];
  const buckets = new Uint32Array(mostGrams(read.length));
  let count = 0;
  let before = '';
  let afterHan = false;
  for (const [at, token] of found.entries()) {
    const isHan = hanRun.test(token);
    const end = isHan ? token.slice(-2) : token;
    if (at === 0) buckets[count++] = bucketOf(hashed(seeds.first, isHan ? token.slice(0, 2) : token));
    else if (!(isHan && afterHan))
      buckets[count++] = bucketOf(hashed(withUnit(hashed(seeds.pair, before), blank), token));
    if (at === found.length - 1) buckets[count++] = bucketOf(hashed(seeds.last, end));
    if (isHan) count = addRuns(buckets, count, seeds.han, token, 1, longestHanGram);
    else {
      buckets[count++] = bucketOf(hashed(seeds.word, token));
      if (token.length > 1)
        count = addRuns(buckets, count, seeds.letters, `<${token}>`, letterGrams.least, letterGrams.most);
    }
    before = end;
    afterHan = isHan;
  }
  return buckets.slice(0, count).sort();
}

/** No token has more than four for each of its units: runs, itself, and the pair with the one before. */
const mostGrams = (length: number): number => 4 * length + 2;

/**
 * Every run of `least` to `most` characters, behind `count` buckets: the hash of a run goes on from that of the run before, so
 * none is cut out. How many there are then.
 */
function addRuns(buckets: Uint32Array, count: number, seed: number, text: string, least: number, most: number): number {
  for (let from = 0; from < text.length; from += widthAt(text, from)) {
    let hash = seed;
    let at = from;
    for (let length = 1; length <= most && at < text.length; length += 1) {
      hash = withUnit(hash, text.charCodeAt(at));
      if (widthAt(text, at) === 2) hash = withUnit(hash, text.charCodeAt(at + 1));
      at += widthAt(text, at);
      if (length >= least) buckets[count++] = bucketOf(hash);
    }
  }
  return count;
}

/** Code units of the character there. */
const widthAt = (text: string, at: number): number => ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
const blank = 0x20;

/** FNV-1a, 32 bits (http://www.isthe.com/chongo/tech/comp/fnv/). */
const prime = 0x01000193;
const seedOf = (kind: string): number => Math.imul(0x811c9dc5 ^ kind.charCodeAt(0), prime);
const seeds = {
  han: seedOf('h'),
  word: seedOf('w'),
  letters: seedOf('l'),
  pair: seedOf('b'),
  first: seedOf('^'),
  last: seedOf('$'),
};

function withUnit(hash: number, unit: number): number {
  return Math.imul(Math.imul(hash ^ (unit & 0xff), prime) ^ (unit >>> 8), prime);
}

function hashed(seed: number, text: string): number {
  let hash = seed;
  for (let i = 0; i < text.length; i += 1) hash = withUnit(hash, text.charCodeAt(i));
  return hash;
}

/** A hash folded into the buckets. */
const bucketOf = (hash: number): number => ((hash >>> 17) ^ hash) & (gramBuckets - 1);
