import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MinuteWindow } from './minute-window.ts';

const limits = { requests: 10, tokens: 1_000 };
const one = { requests: 1, tokens: 0 };

describe('a window of a minute', () => {
  it('never grants more than the limit in any 60 seconds, whenever calls come', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 9_000 }), { maxLength: 200 });
    fc.assert(
      fc.property(gaps, fc.integer({ min: 1, max: 20 }), (waits, requests) => {
        const window = new MinuteWindow();
        const granted: number[] = [];
        let now = 0;
        for (const ms of waits) {
          now += ms;
          if (window.take(one, { requests, tokens: null }, now).granted) granted.push(now);
        }
        const within = (from: number) => granted.filter((at) => at >= from && at < from + 60_000).length;
        expect(Math.max(0, ...granted.map(within))).toBeLessThanOrEqual(requests);
      }),
    );
  });

  it('has room again exactly when it said', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 15, maxLength: 40 }), (waits) => {
        const window = new MinuteWindow();
        let now = 0;
        for (const ms of waits) {
          now += ms;
          const taken = window.take(one, limits, now);
          if (taken.granted) continue;
          expect(window.take(one, limits, now + taken.waitMs - 1).granted).toBe(false);
          expect(window.take(one, limits, now + taken.waitMs).granted).toBe(true);
          return;
        }
      }),
    );
  });

  it('counts tokens beside requests, and says which limit was reached', () => {
    const window = new MinuteWindow();
    expect(window.take({ requests: 1, tokens: 900 }, limits, 0).granted).toBe(true);
    expect(window.take({ requests: 1, tokens: 101 }, limits, 500)).toEqual({
      ...{ granted: false, by: 'tokens', waitMs: 60_500 },
    });
    expect(window.take({ requests: 1, tokens: 100 }, limits, 500).granted).toBe(true);
  });

  it('takes back what was not used, as of the time of the grant', () => {
    const window = new MinuteWindow();
    const taken = window.take({ requests: 1, tokens: 900 }, limits, 0);
    window.add({ requests: 0, tokens: -800 }, taken.granted ? taken.at : null, 30_000);
    expect(window.used(30_000)).toEqual({ requests: 1, tokens: 100 });
    expect(window.used(61_000)).toEqual({ requests: 0, tokens: 0 });
    window.add({ requests: 0, tokens: -100 }, taken.granted ? taken.at : null, 61_000);
    expect(window.used(61_000)).toEqual({ requests: 0, tokens: 0 });
  });

  it('never grants what a whole minute has not', () => {
    expect(new MinuteWindow().take({ requests: 1, tokens: 1_001 }, limits, 0)).toMatchObject({
      waitMs: Number.POSITIVE_INFINITY,
    });
  });
});
