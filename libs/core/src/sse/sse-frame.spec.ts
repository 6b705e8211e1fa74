import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sseComment, sseFrame, sseOpening } from './sse-frame.ts';
import { SseReader } from './sse-reader.ts';

const read = (text: string) => new SseReader().push(new TextEncoder().encode(text));

describe('a server-sent event', () => {
  it('has its fields in this order, and only those it was given', () => {
    expect(sseFrame({ id: '1-2', event: 'reply.delta', data: '{}' })).toBe('id: 1-2\nevent: reply.delta\ndata: {}\n\n');
    expect(sseFrame({ data: '[DONE]' })).toBe('data: [DONE]\n\n');
  });

  it('comes back from the reader as it was, whatever its data', () => {
    const data = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\r', ''));
    fc.assert(
      fc.property(data, (text) => {
        const event = { id: '7', event: 'x', data: text };
        expect(read(sseFrame(event))).toEqual([event]);
      }),
    );
  });

  it('is not what a comment or an opening is', () => {
    expect(read(sseComment('still here') + sseOpening(1_000, '1-0'))).toEqual([]);
  });
});
