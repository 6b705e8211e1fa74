import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { boundedCount, piecesOf } from './bounded-count.ts';

/** What a count was given to do, so that the bound is on work and not on the clock of this machine. */
function watched() {
  const given: string[] = [];
  const count = boundedCount((text) => {
    given.push(text);
    return text.length;
  });
  return { count, given };
}

describe('boundedCount', () => {
  it.each([
    ['8,000 Chinese characters without a break', '货'.repeat(8_000)],
    ['30,000 equal characters', 'a'.repeat(30_000)],
    ['a megabyte of spaces', ' '.repeat(1_048_576)],
    ['a megabyte of emoji', '🎉'.repeat(524_288)],
    ['a long text of words', 'Is it in stock? '.repeat(10_000)],
  ])('has the tokenizer look at no run longer than 128 and no more than 1,024 characters: %s', (_, text) => {
    const { count, given } = watched();
    expect(count(text)).toBeGreaterThan(0);
    expect(Math.max(...given.map(({ length }) => length))).toBeLessThanOrEqual(128);
    expect(given.join('').length).toBeLessThanOrEqual(1_024);
    for (const piece of given) expect(piece.isWellFormed()).toBe(true);
  });

  it('takes a text that is alike throughout for what it is, however long', () => {
    const { count } = watched();
    expect(count('a'.repeat(30_000))).toBe(30_000);
  });

  it('leaves out nothing of a text up to 1,024 characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        fc.pre(text.length <= 1_024);
        const { count, given } = watched();
        count(text);
        expect(given.join('')).toBe(text);
      }),
    );
  });
});

describe('piecesOf', () => {
  it('cuts between words where there are some, and loses nothing', () => {
    const text = 'The quick brown fox jumps over the lazy dog. '.repeat(40);
    const pieces = piecesOf(text);
    expect(pieces.join('')).toBe(text);
    for (const piece of pieces.slice(1)) expect(piece).toMatch(/^\s/);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(128);
  });

  it('ends, on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (text) => {
        expect(piecesOf(text).join('')).toBe(text);
      }),
    );
    expect(piecesOf(`${'a'.repeat(96)} ${'b'.repeat(500)}`).length).toBeLessThan(8);
  });
});
