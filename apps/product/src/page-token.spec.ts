import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodePageToken, encodePageToken } from './page-token.ts';

describe('a page token', () => {
  it('continues the search it belongs to, and no other', () => {
    const token = encodePageToken(['手机', 'phones', 5_000], { rank: 20_016, id: 7 });
    expect(decodePageToken(['手机', 'phones', 5_000], token)).toEqual({ rank: 20_016, id: 7 });
    expect(decodePageToken(['手机', 'phones', 6_000], token)).toBeUndefined();
  });

  it('fits the field it travels in', () => {
    expect(encodePageToken(['x'.repeat(200)], { rank: Number.MAX_SAFE_INTEGER, id: 2 ** 31 }).length).toBeLessThan(256);
  });

  it('is refused when it is anything else', () => {
    fc.assert(fc.property(fc.string(), (text) => expect(decodePageToken([], text)).toBeUndefined()));
    const forged = Buffer.from(JSON.stringify(['x', -1, 2])).toString('base64url');
    expect(decodePageToken([], forged)).toBeUndefined();
  });
});
