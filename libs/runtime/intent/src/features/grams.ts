import { normalisedText } from './normalised-text.ts';

/** Grams are counted in this many buckets. */
export const gramBuckets = 2 ** 17;

const tokens = /\p{Script=Han}+|[\p{L}\p{M}\p{N}¤'’]+/gu;
const hanRun = /^\p{Script=Han}/u;
const longestHanGram = 3;
const letterGrams = { least: 2, most: 5 };

/**
 * What a message is made of, hashed into buckets, and how often: of Chinese every run of one to three characters, of
 * other scripts words, pairs of words and runs of two to five letters within a word, marked at its edges; and the
 * first and the last token.
 */
export function gramsOf(text: string): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  const add = (kind: string, gram: string): void => {
    const bucket = bucketOf(kind, gram);
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  };
  const found = normalisedText(text).match(tokens) ?? [];
  let before = '';
  for (const token of found) {
    if (hanRun.test(token)) addRuns([...token], 1, longestHanGram, (gram) => add('h', gram));
    else {
      add('w', token);
      if (token.length > 1) addRuns([...`<${token}>`], letterGrams.least, letterGrams.most, (gram) => add('l', gram));
    }
    if (before !== '' && !(hanRun.test(token) && hanRun.test(before))) add('b', `${before} ${token}`);
    before = hanRun.test(token) ? token.slice(-2) : token;
  }
  const [first, last] = [found.at(0), found.at(-1)];
  if (first) add('^', first.slice(0, hanRun.test(first) ? 2 : first.length));
  if (last) add('$', hanRun.test(last) ? last.slice(-2) : last);
  return counts;
}

function addRuns(characters: readonly string[], least: number, most: number, add: (gram: string) => void): void {
  for (let from = 0; from < characters.length; from += 1) {
    let gram = '';
    for (let length = 1; length <= most && from + length <= characters.length; length += 1) {
      gram += characters[from + length - 1];
      if (length >= least) add(gram);
    }
  }
}

/** FNV-1a, 32 bits (http://www.isthe.com/chongo/tech/comp/fnv/), folded into the buckets. */
function bucketOf(kind: string, gram: string): number {
  let hash = 0x811c9dc5 ^ kind.charCodeAt(0);
  hash = Math.imul(hash, 0x01000193);
  for (let i = 0; i < gram.length; i += 1) {
    const unit = gram.charCodeAt(i);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  return ((hash >>> 17) ^ hash) & (gramBuckets - 1);
}
