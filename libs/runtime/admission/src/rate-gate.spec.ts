import { describe, expect, it } from '@jest/globals';
import { TurnfleetError } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import fc from 'fast-check';
import { rateGate } from './rate-gate.ts';
import { rateLimitsOf } from './rate-limits.ts';
import type { RateWindows } from './rate-windows.ts';
import { SlicedWindow, takeInAll } from './sliced-window.ts';

function doors(count: number) {
  const clock = new ManualClock();
  const shared = new Map<string, SlicedWindow>();
  const told: string[] = [];
  const store = { away: false, asked: 0 };
  const windows: RateWindows = {
    take: async (_, asks) => {
      store.asked++;
      if (store.away) throw new TurnfleetError('overloaded', 'Redis is away.');
      const all = asks.map(({ name, limit }) => {
        const window = shared.get(name) ?? new SlicedWindow();
        shared.set(name, window);
        return { window, limit };
      });
      return takeInAll(all, clock.monotonic());
    },
  };
  const notes = { away: () => void told.push('away'), back: () => void told.push('back') };
  const gates = Array.from({ length: count }, () => rateGate({ clock, windows, doors: () => count, notes }));
  const knock = async (times: number, limit = 10): Promise<number> => {
    let granted = 0;
    for (let i = 0; i < times; i++) {
      const [taken] = (await gates[i % count]?.take('g', [{ name: 'user acme/u-1', limit }])) ?? [];
      if (taken?.granted) granted++;
    }
    return granted;
  };
  return { clock, store, told, knock, gates };
}

describe('a limit of requests', () => {
  it('holds over all doors, and again a minute later', async () => {
    const { clock, knock } = doors(3);
    expect(await knock(30)).toBe(10);
    await clock.advance(65_000);
    expect(await knock(30)).toBe(10);
  });

  it('once reached is known without asking', async () => {
    const { knock, store } = doors(1);
    await knock(11);
    const before = store.asked;
    expect([await knock(50), store.asked]).toEqual([0, before]);
  });

  it('that is raised holds at once', async () => {
    const { knock } = doors(1);
    await knock(11);
    expect(await knock(5, 12)).toBe(2);
  });

  it('is shared out by guess while the shared count is away, which is asked once a second and told once', async () => {
    const { clock, knock, store, told } = doors(2);
    store.away = true;
    expect(await knock(40)).toBe(10);
    expect(store.asked).toBe(2);
    store.away = false;
    await clock.advance(1_000);
    await knock(2);
    expect(told).toEqual(['away', 'away', 'back', 'back']);
  });

  it('is never exceeded in any minute, whenever requests come', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 80 });
    fc.assert(
      fc.property(gaps, fc.integer({ min: 1, max: 8 }), (pauses, limit) => {
        const window = new SlicedWindow();
        const granted: number[] = [];
        let now = 0;
        for (const pause of pauses) {
          now += pause;
          let [taken] = takeInAll([{ window, limit }], now);
          if (!taken?.granted) {
            now += taken?.moreInMs ?? 0;
            [taken] = takeInAll([{ window, limit }], now);
          }
          expect(taken?.granted).toBe(true);
          granted.push(now);
        }
        for (const at of granted)
          expect(granted.filter((one) => one > at - 60_000 && one <= at).length).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it('is counted nowhere if one of several has no room', () => {
    const [wide, narrow] = [new SlicedWindow(), new SlicedWindow()];
    const both = [
      { window: wide, limit: 10 },
      { window: narrow, limit: 1 },
    ];
    for (let i = 0; i < 5; i++) takeInAll(both, 0);
    expect(wide.look(10, 0).left).toBe(8);
  });
});

describe('limits as they are configured', () => {
  it('are the defaults but for what is named', () => {
    const read = rateLimitsOf('standard.user=5, high.key=off,address=100');
    expect(read?.classes.standard).toMatchObject({ user: 5, key: 6_000 });
    expect(read?.classes.high.key).toBeNull();
    expect(read?.address).toBe(100);
  });

  it.each(['standard=5', 'low.user=5', 'standard.user=0', 'standard.user=-1', 'address', 'unlimited.key=1'])(
    'cannot be %s',
    (text) => expect(rateLimitsOf(text)).toBeNull(),
  );
});
