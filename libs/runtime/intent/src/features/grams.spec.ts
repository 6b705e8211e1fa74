import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { gramBuckets, gramsOf } from './grams.ts';
import { normalisedText } from './normalised-text.ts';

const heldOut = readFileSync(join(import.meta.dirname, '../../training/held-out.tsv'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.slice(line.indexOf('\t') + 1));
const odd = [
  '',
  ' ',
  '?! …',
  '𠮷野家 的 𠮷',
  "it's café ＰＲＩＣＥ",
  '退退退退',
  'a aa aaa',
  '我要 return 这双 shoes',
  '👍好👍 ok',
];

describe('gramsOf', () => {
  it('reads codes of orders and products by their kind, not their number', () => {
    expect(gramsOf('取消 ORD-2024-0012')).toEqual(gramsOf('取消 ord-2024-9999'));
    expect(gramsOf('SKU-2024-888 price')).toEqual(gramsOf('SKU-1999-1 price'));
    expect(gramsOf('取消 ORD-2024-0012')).not.toEqual(gramsOf('取消 SKU-2024-888'));
  });

  it('reads full-width and upper-case letters as the plain ones', () => {
    expect(gramsOf('ＰＲＩＣＥ of IT')).toEqual(gramsOf('price of it'));
  });

  it('keeps every gram within its buckets, and has none for what has no letters', () => {
    const buckets = gramsOf('我要 return 这双 shoes，谢谢 café');
    expect(buckets.length).toBeGreaterThan(20);
    expect(buckets.every((bucket) => bucket < gramBuckets)).toBe(true);
    expect(gramsOf('?! …')).toHaveLength(0);
  });

  // Recognisers are files: with other buckets each would have to be trained anew.
  it('has the buckets of every gram cut out and hashed by itself', () => {
    for (const text of [...heldOut, ...odd]) expect([...gramsOf(text)]).toEqual(bucketsCutOut(text));
  });
});

/** Grams as the docs describe them, one string after another. */
function bucketsCutOut(text: string): number[] {
  const tokens = normalisedText(text).match(/\p{Script=Han}+|[\p{L}\p{M}\p{N}¤'’]+/gu) ?? [];
  const isHan = (token: string): boolean => /^\p{Script=Han}/u.test(token);
  const end = (token: string): string => (isHan(token) ? token.slice(-2) : token);
  const grams = tokens.flatMap((token, at) => {
    const before = tokens[at - 1];
    const within = isHan(token)
      ? runs(token, 1, 3).map((run) => `h${run}`)
      : [`w${token}`, ...(token.length > 1 ? runs(`<${token}>`, 2, 5).map((run) => `l${run}`) : [])];
    return before === undefined || (isHan(token) && isHan(before)) ? within : [...within, `b${end(before)} ${token}`];
  });
  const [first, last] = [tokens.at(0), tokens.at(-1)];
  if (first) grams.push(`^${isHan(first) ? first.slice(0, 2) : first}`);
  if (last) grams.push(`$${end(last)}`);
  return grams.map(fnv).sort((a, b) => a - b);
}

function runs(token: string, least: number, most: number): string[] {
  const characters = [...token];
  return characters.flatMap((_, from) =>
    Array.from({ length: most - least + 1 }, (__, more) => from + least + more)
      .filter((to) => to <= characters.length)
      .map((to) => characters.slice(from, to).join('')),
  );
}

/** The kind is one byte, every unit of the text two. */
function fnv(gram: string): number {
  const bytes = [gram.charCodeAt(0), ...[...Buffer.from(gram.slice(1), 'utf16le')]];
  const hash = bytes.reduce((sum, byte) => Math.imul(sum ^ byte, 0x01000193), 0x811c9dc5);
  return ((hash >>> 17) ^ hash) & (gramBuckets - 1);
}
