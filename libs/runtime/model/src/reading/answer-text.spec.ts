import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AnswerText } from './answer-text.ts';
import { markup } from './markup.ts';

/** What a shopper has before them at the end, and whether each delta was whole. */
function read(portions: readonly string[]): { readonly text: string; readonly called: boolean } {
  const answer = new AnswerText();
  let all = '';
  for (const portion of portions) {
    const { text, reset } = answer.push(portion);
    expect(text.isWellFormed()).toBe(true);
    all = reset ? text : all + text;
  }
  return { text: all + answer.end(), called: answer.calledInWords };
}

function portioned(text: string, sizes: readonly number[]): string[] {
  const portions: string[] = [];
  let at = 0;
  for (const size of [...sizes, text.length]) {
    portions.push(text.slice(at, at + size));
    at += size;
  }
  return portions;
}

const marks = markup.flatMap(({ open, close }) => [open, open.toUpperCase(), close ?? '']);
const part = fc.oneof(
  fc.constantFrom(...marks),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('<', '[', '\n', '🎉', '\ud83c', '\0'),
);

describe('AnswerText', () => {
  it('shows the same however the text is portioned', () => {
    fc.assert(
      fc.property(fc.array(part), fc.array(fc.nat(12)), (parts, sizes) => {
        const text = parts.join('');
        expect(read(portioned(text, sizes))).toEqual(read([text]));
      }),
      { numRuns: 500 },
    );
  });

  it('shows text without marks as it is from its first word on, however long', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 2_000 }), fc.array(fc.nat(700)), (text, sizes) => {
        fc.pre(!/[<[\0]/.test(text));
        expect(read(portioned(text, sizes)).text).toBe(text.trimStart());
      }),
    );
  });

  it.each(markup.filter(({ kind }) => kind !== 'mark').map(({ open, close, kind }) => [open, close, kind]))(
    'shows nothing of what is between %s and %s',
    (open, close, kind) => {
      const secret = kind === 'thoughtEnd' ? `secret${open}` : `${open}secret${close ?? ''}`;
      const { text, called } = read([...secret, ...(close === null ? '' : 'In stock.')]);
      expect(text).toBe(close === null ? '' : 'In stock.');
      expect(called).toBe(kind === 'call');
    },
  );

  it('never shows a thought that does not end', () => {
    expect(read(['In stock.', '<think>hm']).text).toBe('In stock.');
  });
});
