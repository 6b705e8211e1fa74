import { describe, expect, it } from '@jest/globals';
import { homePartition, murmur2 } from './home.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('murmur2', () => {
  // The vectors of Kafka's own UtilsTest#testMurmur2.
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('hashes %s as the Java client does', (text, expected) => {
    expect(murmur2(bytes(text))).toBe(expected);
  });
});

describe('homePartition', () => {
  it('is never negative, although the hash may be', () => {
    expect(homePartition('21', 24)).toBe((-973932308 & 0x7fffffff) % 24);
  });
});
