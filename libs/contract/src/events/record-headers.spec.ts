import { describe, expect, it } from '@jest/globals';
import { type HeaderValue, headerBytes, headersSize } from './record-headers.ts';
import { decodeTurn, encodeTurn } from './turn-record.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('what readers go by', () => {
  it.each<{ what: string; sent: HeaderValue; read: Uint8Array | null }>([
    { what: 'one value', sent: utf8('a'), read: utf8('a') },
    { what: 'the last of several', sent: [utf8('a'), null, utf8('b')], read: utf8('b') },
    { what: 'nothing, if the last has no value', sent: [utf8('a'), null], read: null },
    { what: 'nothing, if it has no value', sent: null, read: null },
    { what: 'an empty value', sent: utf8(''), read: utf8('') },
  ])('is $what', ({ sent, read }) => {
    expect(headerBytes({ name: sent }, 'name')).toEqual(read);
    expect(headerBytes({ name: sent }, 'constructor')).toBeNull();
  });

  it('of attributes without a value is as if they had not been sent', () => {
    const { headers, ...record } = encodeTurn({ conversationId: 'c-1', turnId: 't-1', text: 'Hi' }, 0);
    const without = { ...headers, ce_id: null, ce_type: [utf8('x'), null], ce_deadline: null, traceparent: null };
    expect(decodeTurn({ ...record, headers: without, timestamp: 5 })).toMatchObject({
      kind: 'turn',
      deadlineAt: 30_005,
      ignored: [],
    });
  });
});

it('the size of headers counts a name each time', () => {
  expect(headersSize({ ab: [utf8('123'), null], c: utf8('') })).toBe(2 * (2 + 4) + 3 + 1 + 4);
});
