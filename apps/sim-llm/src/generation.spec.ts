import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assembled, generate } from './generation.ts';
import { exchangeOf, user } from './testing.ts';
import { countTokens } from './tokens.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 60 });
const answer = fc.record({
  text,
  toolCalls: fc.array(fc.record({ id: fc.string(), name: fc.string({ minLength: 1 }), arguments: text }), {
    maxLength: 3,
  }),
});

describe('a generation', () => {
  it('puts together to the answer it was made of', () => {
    fc.assert(
      fc.property(answer, (said) => {
        expect(assembled(generate(exchangeOf([user('x')]), said).pieces)).toEqual(said);
      }),
    );
  });

  it('never exceeds the limit, and says so when it is cut', () => {
    fc.assert(
      fc.property(answer, fc.nat(40), (said, maxOutputTokens) => {
        const full = generate(exchangeOf([user('x')]), said);
        const cut = generate(exchangeOf([user('x')], { maxOutputTokens }), said);
        expect(cut.outputTokens).toBeLessThanOrEqual(maxOutputTokens);
        expect(cut.finish === 'length').toBe(full.outputTokens > maxOutputTokens);
      }),
    );
  });

  it('counts a text as the tokenizer does', () => {
    expect(countTokens('hello world')).toBe(2);
    expect(generate(exchangeOf([]), { text: 'hello world', toolCalls: [] }).outputTokens).toBe(2);
  });

  it('counts hostile texts, special tokens as plain text', () => {
    expect(countTokens('<|endoftext|>')).toBeGreaterThan(1);
    expect(countTokens('a'.repeat(200_000))).toBeGreaterThan(1_000);
  });
});
