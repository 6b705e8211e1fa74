import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { greatCircleKm } from './great-circle.ts';

const shanghai = { latitude: 31.2304, longitude: 121.4737 };
const beijing = { latitude: 39.9042, longitude: 116.4074 };
const place = fc.record({
  latitude: fc.double({ min: -90, max: 90, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
});

describe('greatCircleKm', () => {
  it('knows how far Shanghai is from Beijing', () => {
    expect(greatCircleKm(shanghai, beijing)).toBeGreaterThan(1_060);
    expect(greatCircleKm(shanghai, beijing)).toBeLessThan(1_075);
  });

  it('is the same in both directions, 0 to itself and never more than half way round the earth', () => {
    fc.assert(
      fc.property(place, place, (from, to) => {
        expect(greatCircleKm(from, to)).toBe(greatCircleKm(to, from));
        expect(greatCircleKm(from, from)).toBe(0);
        expect(greatCircleKm(from, to)).toBeLessThanOrEqual(20_016);
      }),
    );
  });
});
