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
  const found = normalisedText(text).match(tokens) ?? [];
  const buckets: number[] = [];
  let before = '';
  let afterHan = false;
  for (const token of found) {
    const isHan = hanRun.test(token);
    if (isHan) addRuns(buckets, seeds.han, token, 1, longestHanGram);
    else {
      buckets.push(bucketOf(hashed(seeds.word, token)));
      if (token.length > 1) addRuns(buckets, seeds.letters, `<${token}>`, letterGrams.least, letterGrams.most);
    }
    if (before !== '' && !(isHan && afterHan))
      buckets.push(bucketOf(hashed(hashed(hashed(seeds.pair, before), ' '), token)));
    before = isHan ? token.slice(-2) : token;
    afterHan = isHan;
  }
  const [first, last] = [found.at(0), found.at(-1)];
  if (first) buckets.push(bucketOf(hashed(seeds.first, hanRun.test(first) ? first.slice(0, 2) : first)));
  if (last) buckets.push(bucketOf(hashed(seeds.last, hanRun.test(last) ? last.slice(-2) : last)));
  return Uint32Array.from(buckets).sort();
}

/** Every run of `least` to `most` characters: the hash of a run goes on from that of the run before, so no run is cut out. */
function addRuns(buckets: number[], seed: number, text: string, least: number, most: number): void {
  for (let from = 0; from < text.length; from += widthAt(text, from)) {
    let hash = seed;
    let at = from;
    for (let length = 1; length <= most && at < text.length; length += 1) {
      const width = widthAt(text, at);
      hash = withUnit(hash, text.charCodeAt(at));
      if (width === 2) hash = withUnit(hash, text.charCodeAt(at + 1));
      at += width;
      if (length >= least) buckets.push(bucketOf(hash));
    }
  }
}

/** Code units of the character there. */
const widthAt = (text: string, at: number): number => ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);

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
