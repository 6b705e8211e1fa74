import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type SseEvent, SseReader } from './sse-reader.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (...portions: (string | Uint8Array)[]): SseEvent[] => {
  const reader = new SseReader();
  return portions.flatMap((portion) => reader.push(typeof portion === 'string' ? bytes(portion) : portion));
};

describe('SseReader', () => {
  it('reads events with their names', () => {
    expect(read('data: a\n\nevent: ping\ndata: b\n\n')).toEqual([
      { event: 'message', data: 'a' },
      { event: 'ping', data: 'b' },
    ]);
  });

  it('joins data lines, skips comments and fields it does not use, takes one space after the colon only', () => {
    expect(read(': keep-alive\nid: 7\nretry: 10\ndata:  a\ndata\ndata:b\n\n')).toEqual([
      { id: '7', event: 'message', data: ' a\n\nb' },
    ]);
  });

  it('returns nothing for a blank line without data, and forgets the event name with it', () => {
    expect(read('event: x\n\ndata: a\n\n')).toEqual([{ event: 'message', data: 'a' }]);
  });

  it.each(['\n', '\r\n', '\r'])('takes %j as the end of a line', (end) => {
    expect(read(`data: a${end}${end}data: b${end}${end}`).map(({ data }) => data)).toEqual(['a', 'b']);
  });

  it('sees one line end in a CRLF that two portions share', () => {
    expect(read('data: a\r', '\ndata: b\r', '\n\r', '\n')).toEqual([{ event: 'message', data: 'a\nb' }]);
  });

  it('ignores a byte order mark at the start', () => {
    expect(read(Uint8Array.of(0xef, 0xbb, 0xbf), 'data: a\n\n')).toEqual([{ event: 'message', data: 'a' }]);
  });

  it('tells the last id that the stream named, also for events that bring none', () => {
    const events = new SseReader().push(new TextEncoder().encode('id: 1-7\ndata: a\n\ndata: b\n\n'));
    expect(events.map(({ id }) => id)).toEqual(['1-7', '1-7']);
  });

  it('resumes after the last whole block, with an event in it or without, not after one that was cut short', () => {
    const reader = new SseReader();
    const lastIds = ['retry: 9\nid: 1-6\n\n', 'id: 1-7\ndata: a\n\n', 'id: 1-8\ndata'].map((text) => {
      reader.push(bytes(text));
      return reader.lastId;
    });
    expect(lastIds).toEqual(['1-6', '1-7', '1-7']);
  });

  it('never returns an event that was cut short', () => {
    expect(read('data: a\n\ndata: b\n')).toEqual([{ event: 'message', data: 'a' }]);
  });

  it('fails rather than hold an endless event', () => {
    const reader = new SseReader(() => new Error('endless'));
    const endless = (): void => {
      for (let i = 0; i < 40; i++) reader.push(bytes(`data: ${'x'.repeat(50_000)}`));
    };
    expect(endless).toThrow('endless');
  });

  it('gives the same events however the bytes are split', () => {
    const line = fc.oneof(
      fc.string({ unit: 'grapheme' }).map((text) => `data: ${text.replace(/[\r\n]/g, '')}`),
      fc.constantFrom('', '', 'event: ping', ': comment', 'data', 'data:有货 🎉'),
    );
    const stream = fc.array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '\r')));
    fc.assert(
      fc.property(stream, fc.array(fc.nat(40)), (lines, sizes) => {
        const all = bytes(lines.map(([text, end]) => text + end).join(''));
        const portions: Uint8Array[] = [];
        let at = 0;
        for (const size of [...sizes, all.length]) {
          portions.push(all.subarray(at, at + size));
          at += size;
        }
        expect(read(...portions)).toEqual(read(all));
      }),
    );
  });
});
