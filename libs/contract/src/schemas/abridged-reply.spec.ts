import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyReply } from '../testing.ts';
import { abridgedReply, beginningOf, cutNote, replyBytes, writtenBytes } from './abridged-reply.ts';
import { type Reply, replySchema } from './reply.ts';

const anyWords = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 2_000 }),
  fc.string({ unit: fc.constantFrom('\n', '"', '\\', '\u0001', '货', '👨‍👩‍👧', 'a'), maxLength: 5_000 }),
);

const base: Reply = {
  ...(fc.sample(anyReply, { numRuns: 1, seed: 1 })[0] as Reply),
  status: 'completed',
  text: 'In stock.',
  locale: 'en',
  suggestions: ['When will it come?'],
  toolCalls: [{ id: 'call-1', name: 'check_inventory', arguments: { sku: 'SKU-1' }, outcome: 'ok', ms: 1 }],
};

describe('an abridged reply', () => {
  it('fits whatever it says, is still a reply, and never ends inside a character', () => {
    fc.assert(
      fc.property(anyReply, anyWords, fc.integer({ min: 4_000, max: 20_000 }), (reply, text, bytes) => {
        const long = { ...reply, text, model: 'm' };
        const short = abridgedReply(long, bytes);
        expect(replyBytes(short)).toBeLessThanOrEqual(bytes);
        expect(replySchema.parse(short)).toEqual(short);
        expect(short.text.isWellFormed()).toBe(true);
        expect(abridgedReply(short, bytes)).toEqual(short);
      }),
    );
  });

  it('is the reply itself where that fits', () => {
    expect(abridgedReply(base, replyBytes(base))).toBe(base);
  });

  it('keeps the whole answer as long as arguments can go instead', () => {
    const heavy = {
      ...base,
      toolCalls: base.toolCalls.map((call) => ({ ...call, arguments: { sku: 'x'.repeat(9_000) } })),
    };
    expect(abridgedReply(heavy, 4_000)).toEqual({
      ...base,
      toolCalls: [{ id: 'call-1', name: 'check_inventory', arguments: {}, outcome: 'ok', ms: 1 }],
    });
  });

  it.each(['zh-CN', 'en'])(
    'says in the language of the shopper (%s) that there was more, and is degraded',
    (locale) => {
      const short = abridgedReply({ ...base, locale, text: '有货。\n'.repeat(3_000) }, 6_000);
      expect(short).toMatchObject({ status: 'degraded', suggestions: [] });
      expect(short.text.startsWith('有货。\n有货。')).toBe(true);
      expect(short.text.endsWith(cutNote(locale))).toBe(true);
      expect(replyBytes(short)).toBeGreaterThan(5_900);
    },
  );

  it('says so once, however often it is abridged', () => {
    const twice = abridgedReply(abridgedReply({ ...base, text: 'x'.repeat(9_000) }, 6_000), 4_000);
    expect(twice.text.split(cutNote('en'))).toHaveLength(2);
    expect(replyBytes(twice)).toBe(4_000);
  });

  it('stays failed where it failed', () => {
    const error = { kind: 'internal' as const, message: 'x'.repeat(9_000), suggestion: '', retryable: true };
    const short = abridgedReply({ ...base, status: 'failed', error }, 3_000);
    expect(short).toMatchObject({ status: 'failed', text: 'In stock.', error: { message: 'x'.repeat(200) } });
  });
});

describe('what a text takes', () => {
  it('is what it adds to a reply within a snapshot, escapes included', () => {
    fc.assert(
      fc.property(anyWords, (text) => {
        expect(writtenBytes(text)).toBe(replyBytes({ ...base, text }) - replyBytes({ ...base, text: '' }));
      }),
    );
  });

  it('of a beginning is as much as there is room for', () => {
    expect(beginningOf('abc', 3)).toBe('abc');
    expect(beginningOf('a\nb', 3)).toBe('a');
    expect(beginningOf('a👍', 4)).toBe('a');
    expect(beginningOf('abc', 0)).toBe('');
  });
});
